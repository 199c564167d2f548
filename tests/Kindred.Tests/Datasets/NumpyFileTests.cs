using Kindred.Datasets;
using Kindred.Models;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Arrays saved by NumPy itself, by tests/fixtures/make_image_fixtures.py: 0, 1, … in the shape 4 x 2 x 3, halved where they are floats; as pictures, 255 is white.</summary>
public sealed class NumpyFileTests
{
    [Theory]
    [InlineData("f4.npy")]
    [InlineData("f4big.npy")]
    [InlineData("f8.npy")]
    [InlineData("f2.npy")]
    public void Floats_are_read_in_either_byte_order(string name)
    {
        var train = Read(name).Train;

        Assert.Equal(new ImageShape(2, 3, 1), train.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i * 0.5f / 255), train.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData("i2.npy")]
    [InlineData("i8big.npy")]
    [InlineData("fortran.npy")]
    public void Integers_and_columns_first_arrays_come_out_in_rows(string name) =>
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)i), Read(name).Train.Bytes!.Values.ToArray());

    [Theory]
    [InlineData("u1.npy")]
    [InlineData("fortran-u1.npy")]
    public void Unsigned_bytes_stay_bytes(string name) =>
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)i), Read(name).Train.Bytes!.Values.ToArray());

    [Theory]
    [InlineData("parts.npz")]
    [InlineData("packed.npz")]
    public void An_archive_has_parts_and_labels(string name)
    {
        var dataset = Read(name);

        Assert.Equal(name, dataset.Name);
        Assert.Equal([0, 1, 2, 0], dataset.Train.Classes!);
        Assert.Equal([2, 1], dataset.Test!.Classes!);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), dataset.Test.Bytes!.Values.ToArray());
    }

    [Fact]
    public void Classes_that_are_texts_are_left_out_and_that_is_said_unless_they_were_asked_for()
    {
        using var folder = new TemporaryFolder();
        using (var archive = System.IO.Compression.ZipFile.Open(folder["a.npz"], System.IO.Compression.ZipArchiveMode.Create))
        {
            Add("X.npy", "f4.npy");
            Add("y.npy", "text.npy");

            void Add(string name, string file)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(File.ReadAllBytes(ImageFixtures.PathOf($"arrays/{file}")));
            }
        }

        var data = NumpyFile.Read(folder["a.npz"]);

        Assert.Equal(4, data.Train.Count);
        Assert.Null(data.Train.Classes);
        Assert.Contains("texts", Assert.Throws<DataFileException>(() => NumpyFile.Read(folder["a.npz"], new NumpyOptions { LabelArray = "y" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_left_out_for_a_missing_value_are_named()
    {
        using var folder = new TemporaryFolder();
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, 2), }".PadRight(117) + "\n";
        var values = Enumerable.Range(0, 12).SelectMany(i => BitConverter.GetBytes(i == 5 ? float.NaN : i / 12f));
        File.WriteAllBytes(folder["a.npy"], [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. values]);

        var data = NumpyFile.Read(folder["a.npy"], new NumpyOptions { Missing = MissingValues.Drop });

        Assert.Equal(2, data.Train.Count);
        Assert.Equal("Left out: 1 of 3 rows in which a value is missing.", Assert.Single(data.Table!.Notes));
        Assert.Equal(2, Assert.Single(data.Table.LeftOut).Line);
        Assert.Null(ModelInput.Of(data).Table);
    }

    [Fact]
    public void Arrays_that_are_not_learned_from_are_named()
    {
        using var folder = new TemporaryFolder();
        using (var archive = System.IO.Compression.ZipFile.Open(folder["a.npz"], System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var (name, source) in ((string, string)[])[("data.npy", "f4.npy"), ("mask.npy", "u1.npy")])
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(File.ReadAllBytes(ImageFixtures.PathOf($"arrays/{source}")));
            }
        }

        Assert.Contains("Left alone: mask (", Assert.Single(NumpyFile.Read(folder["a.npz"]).Table!.Notes), StringComparison.Ordinal);
        Assert.Null(NumpyFile.Read(folder["a.npz"], new NumpyOptions { Array = "data" }).Table);
    }

    [Fact]
    public void A_single_array_needs_no_name() => Assert.Equal(23f / 255, Read("single.npz").Train.Pixels[3, 5], 1e-7f);

    [Theory]
    [InlineData("five.npy", "5 dimensions")]
    [InlineData("text.npy", "holds texts, not numbers")]
    [InlineData("unknown.npz", "none of its 2 arrays is called x_train")]
    [InlineData("counts.npz", "there are 2 labels, but 4 items")]
    public void Arrays_that_cannot_be_used_are_refused_in_a_sentence(string name, string sentence)
    {
        var error = Assert.Throws<DataFileException>(() => Read(name));

        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_refused_wherever_it_was_cut()
    {
        var whole = File.ReadAllBytes(ImageFixtures.PathOf("arrays/f4.npy"));
        for (var length = 0; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole, 0, length);
            Assert.Throws<DataFileException>(() => DataFile.Read(cut, "cut", content => NumpyFile.Parse(content, "cut", new NumpyOptions())));
        }
    }

    [Theory]
    [InlineData("f4.npy", 11)]
    [InlineData("fortran-u1.npy", 12)]
    [InlineData("parts.npz", 13)]
    [InlineData("packed.npz", 14)]
    public void Damaged_files_are_read_or_refused(string name, int seed) =>
        Damages.ReadOrRefuse(File.ReadAllBytes(ImageFixtures.PathOf($"arrays/{name}")), (ulong)seed, content =>
        {
            var dataset = NumpyFile.Parse(content, "damaged", new NumpyOptions());
            Assert.True(dataset.Train.Count > 0);
            foreach (var value in dataset.Train.Pixels.Values)
                Assert.True(float.IsFinite(value));
        });

    private static Dataset Read(string name) => DatasetCatalog.Open(ImageFixtures.PathOf($"arrays/{name}"));
}
