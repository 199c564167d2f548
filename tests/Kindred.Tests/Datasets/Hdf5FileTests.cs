using Kindred.Datasets;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Arrays in HDF5 files, written by h5py (tests/fixtures/make_hdf5_fixtures.py): three columns of the same two clouds in every file.</summary>
public sealed class Hdf5FileTests
{
    public static TheoryData<string> Types
    {
        get
        {
            var types = new TheoryData<string>();
            foreach (var type in (string[])["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"])
            {
                types.Add(type);
                types.Add("big-" + type);
            }

            return types;
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_type_of_numbers_is_read_in_either_order_of_bytes(string type)
    {
        var train = Read("types.h5", type).Train;
        for (var i = 0; i < train.Count; i++)
        {
            double[] row = [At(i), At((i + 4) % 40), -At(i)];
            for (var j = 0; j < 3; j++)
            {
                var expected = type[^2] switch { 'i' => Math.Truncate(4 * row[j]), 'u' => Math.Truncate(4 * Math.Abs(row[j])), _ => row[j] };
                Assert.Equal(expected, train.Pixels[i, j] + (train.Origins?[j] ?? 0), 1e-6);
            }
        }
    }

    [Fact]
    public void Truth_values_are_zeros_and_ones() => Assert.Equal([1f, 1, 0], Read("types.h5", "truth").Train.Pixels.Row(1).ToArray());

    [Fact]
    public void An_array_in_a_group_is_found_by_its_usual_name_with_its_classes()
    {
        var train = Read("embeddings.h5").Train;

        Assert.Equal([(float)At(5), (float)At(9), (float)-At(5)], train.Pixels.Row(5).ToArray());
        Assert.Equal([0, 1, 0, 1], train.Classes![..4]);
        Assert.Equal(train.Pixels.Values.ToArray(), Read("embeddings.h5", "data/X").Train.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData("loop.h5")]
    [InlineData("latest.h5")]
    [InlineData("matlab.h5")]
    public void Newer_layouts_and_those_of_MATLAB_are_read(string name) => Assert.Equal([(float)At(7), (float)At(11), (float)-At(7)], Read(name).Train.Pixels.Row(7).ToArray());

    [Theory]
    [InlineData("lzf.h5", "x", 3)]
    [InlineData("lzf-long.h5", "x", 12)]
    [InlineData("lzf-long.h5", "shuffled", 12)]
    public void What_h5py_packed_by_LZF_is_read(string name, string array, int columns)
    {
        var train = Read(name, array).Train;

        Assert.Equal(columns, train.Shape.Size);
        for (var i = 0; i < train.Count; i++)
        {
            double[] row = [At(i % 40), At((i + 4) % 40), -At(i % 40)];
            for (var j = 0; j < columns; j++)
                Assert.Equal((float)row[j % 3], train.Pixels[i, j] + (train.Origins?[j] ?? 0));
        }
    }

    [Fact]
    public void Parts_that_LZF_could_not_pack_stand_as_they_are() =>
        Assert.Equal(Read("lzf-long.h5", "noise-plain").Train.Pixels.Values.ToArray(), Read("lzf-long.h5", "noise").Train.Pixels.Values.ToArray());

    [Theory]
    [InlineData(new byte[] { 1, 7, 8, 0x20, 1 }, new byte[] { 7, 8, 7, 8, 7 })]  // three bytes from two before, which reach into themselves
    [InlineData(new byte[] { 0, 9, 0xE0, 1, 0 }, new byte[] { 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 })]  // 1 + (7 + 1 + 2)
    [InlineData(new byte[] { 0, 9 }, new byte[] { 9 })]
    public void LZF_is_unpacked_as_it_is_described(byte[] packed, byte[] expected)
    {
        var unpacked = new byte[expected.Length];
        Kindred.Datasets.Hdf5.LzfFilter.Unpack(packed, unpacked);

        Assert.Equal(expected, unpacked);
    }

    [Theory]
    [InlineData(new byte[] { 2, 7, 8 }, 3)]        // a run that is cut short
    [InlineData(new byte[] { 0, 9, 0x20 }, 4)]     // a copy that is
    [InlineData(new byte[] { 0, 9, 0xE0, 1 }, 11)] // and a long one
    [InlineData(new byte[] { 0, 9, 0x20, 1 }, 4)]  // a copy from before the beginning
    [InlineData(new byte[] { 1, 7, 8 }, 3)]        // fewer bytes than promised
    [InlineData(new byte[] { 1, 7, 8 }, 1)]        // more
    [InlineData(new byte[] { 0, 9, 0x60, 0 }, 3)]  // more, by a copy
    public void Damaged_LZF_is_refused(byte[] packed, int promised) =>
        Assert.Throws<InvalidDataException>(() => Kindred.Datasets.Hdf5.LzfFilter.Unpack(packed, new byte[promised]));

    [Fact]
    public void Images_keep_their_bytes()
    {
        var train = Read("images.h5").Train;

        Assert.Equal(new ImageShape(6, 6, 1), train.Shape);
        Assert.Equal(203, train.Bytes!.Row(3)[0]);
        Assert.Equal(1, train.Classes![3]);
    }

    [Fact]
    public void Numbers_far_from_zero_stay_apart()
    {
        var train = Read("far.h5").Train;

        Assert.Equal(1001, train.Pixels[1, 0] - train.Pixels[0, 0]);
    }

    [Fact]
    public void Missing_values_are_named_and_dropped()
    {
        Assert.Contains("row 4, column 2: the value is missing; --missing drop", Refusal("missing.h5"), StringComparison.Ordinal);
        Assert.Equal(39, DatasetCatalog.Open(PathOf("missing.h5"), new DatasetOptions { Numpy = new NumpyOptions { Missing = MissingValues.Drop } }).Train.Count);
    }

    [Theory]
    [InlineData("choice.h5", "--array chooses one of image (40 x 3 of f8), text (40 x 2 of f8).")]
    [InlineData("texts.h5", "holds texts or lists of several lengths, not numbers")]
    [InlineData("compound.h5", "the array has named fields")]
    [InlineData("empty.h5", "there are no arrays in it")]
    [InlineData("blosc.h5", "the array is packed by BLS, which is not read; packed by gzip")]
    [InlineData("sparse-promise.h5", "the array promises 1000000000 x 8 of f8")]
    public void What_cannot_be_used_is_refused_in_a_sentence(string name, string sentence) => Assert.Contains(sentence, Refusal(name), StringComparison.Ordinal);

    private static double At(int i) => (8 * (i % 2)) + (i * 37 % 11 / 8.0);

    private static Dataset Read(string name, string? array = null) => DatasetCatalog.Open(PathOf(name), new DatasetOptions { Numpy = new NumpyOptions { Array = array } });

    private static string Refusal(string name)
    {
        var error = Assert.Throws<DataFileException>(() => Read(name));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    private static string PathOf(string name) => ImageFixtures.PathOf($"columns/{name}");
}
