using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;
using Kindred.Models;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

/// <summary>The same pictures go to the same groups, whatever held those that a model learned from and whatever holds the new ones.</summary>
public sealed class PixelUnitTests : IDisposable
{
    private const int Count = 30, Side = 6, Groups = 3, Deep = 257;

    private static readonly string[] Forms = ["|u1", "<u2", ">u2", "<i4", "<i8 deep", "<f4 deep", "<f4 to 1", "<f8 to 1", "<f4 to 255", "<f8 almost to 1", "png", "png deep"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var learned in Forms)
            {
                foreach (var given in Forms)
                    pairs.Add(learned, given);
            }

            return pairs;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pictures_go_to_the_same_groups_whatever_holds_them(string learned, string given)
    {
        var model = Learn(Write(learned));
        var path = Write(given);
        var assigned = model.Assign(DatasetCatalog.Open(path, model.Input.Options()).Train);
        using var streamed = given[1] == 'i' || given.StartsWith("<f8", StringComparison.Ordinal) ? null  // 32-bit floats do not hold them
            : StreamedDataset.TryOpen(path, model.Input.Options(), always: true)!;

        Assert.Equal(Enumerable.Range(0, Count).Select(i => assigned.Clusters[i % Groups]), assigned.Clusters.ToArray());
        Assert.Equal(Groups, assigned.Clusters.ToArray().Distinct().Count());
        Assert.InRange(assigned.Distances.ToArray().Max(), 0, model.UnusualDistance * ((learned + given).Contains("almost", StringComparison.Ordinal) ? 1.3f : 1.0001f));
        if (streamed is not null)
            Assert.Equal(assigned.Clusters.ToArray(), model.Assign(streamed.Slice(0, Count)).Clusters.ToArray());
    }

    [Theory]
    [InlineData("|u1")]
    [InlineData("<u2")]
    [InlineData("png deep")]
    public void Values_that_are_no_brightness_are_refused_by_a_model_of_pictures(string learned)
    {
        var model = Learn(Write(learned));
        foreach (var form in (string[])["<f4 own", "<f8 celsius"])
            Assert.Contains("nothing says which value is black", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(Write(form), model.Input.Options())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|u1", "pictures of bytes")]
    [InlineData("|b1", "truth values")]
    [InlineData("png", "pictures of bytes")]
    [InlineData("png deep", "pictures with 16 bits")]
    public void Brightness_is_refused_by_a_model_of_values_in_a_unit_of_their_own(string given, string said)
    {
        var model = Learn(Write("<f4 own"));
        var refused = Assert.Throws<ArgumentException>(() => model.Assign(DatasetCatalog.Open(Write(given), model.Input.Options()).Train));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.False(model.Input.TakesPictures);
        Assert.Equal(0, model.Assign(DatasetCatalog.Open(Write("<f8 own"), model.Input.Options()).Train).UnusualCount);
    }

    private KindredModel Learn(string path)
    {
        var images = DatasetCatalog.Open(path).Train;
        var settings = new KMeans { ClusterCount = Groups, Seed = 1 };
        var model = KindredModel.Of(images, [], images.PassTo(x => settings.Fit(x), x => settings.Fit(x)));
        model.Save(_folder["model.kindred"]);
        return KindredModel.Load(_folder["model.kindred"]);
    }

    /// <summary>Three kinds of pictures, the i-th of kind i mod 3, all their values whole numbers from 0 to 255.</summary>
    private static double Value(int picture, int pixel) => (pixel % Groups == picture % Groups ? 230 : 5) + (((picture * 7) + (pixel * 11)) % 26) - (pixel % Groups == picture % Groups ? 0 : 5);

    private string Write(string form)
    {
        if (form.StartsWith("png", StringComparison.Ordinal))
            return Folder(isDeep: form != "png");
        var words = form.Split(' ', 2);
        return Array(words[0], value => (words[0][1..], words.ElementAtOrDefault(1)) switch
        {
            ("u2", _) or (_, "deep") => value * Deep,
            (_, "to 1") => value / 255,
            (_, "almost to 1") => (value / 255 * 1.04) - 0.02,  // as resampling leaves it
            (_, "own") => (value / 40) - 2.5,
            (_, "celsius") => 300.5 + value,
            ("b1", _) => value > 128 ? 1 : 0,
            _ => value,
        });
    }

    private string Array(string type, Func<double, double> change)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({Count}, {Side}, {Side}), }}").PadRight(117) + "\n";
        using var stream = new MemoryStream();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(header));
        for (var k = 0; k < Count * Side * Side; k++)
        {
            var value = change(Value(k / (Side * Side), k % (Side * Side)));
            var bytes = type[1..] switch
            {
                "u1" or "b1" => [(byte)value],
                "u2" => BitConverter.GetBytes((ushort)value),
                "i4" => BitConverter.GetBytes((int)value),
                "i8" => BitConverter.GetBytes((long)value),
                "f4" => BitConverter.GetBytes((float)value),
                _ => BitConverter.GetBytes(value),
            };
            stream.Write(type[0] == '>' ? [.. bytes.Reverse()] : bytes);
        }

        return _folder.Write($"{Guid.NewGuid():N}.npy", stream.ToArray());
    }

    private string Folder(bool isDeep)
    {
        var folder = Directory.CreateDirectory(_folder[Guid.NewGuid().ToString("N")]).FullName;
        for (var i = 0; i < Count; i++)
        {
            var values = Enumerable.Range(0, Side * Side).Select(pixel => Value(i, pixel)).ToArray();
            var path = Path.Combine(folder, $"{i:00}.png");
            if (isDeep)
                File.WriteAllBytes(path, DeepPng(values));
            else
                PngFile.Write(path, new Picture(Side, Side, 1, values.Select(value => (byte)value).ToArray()));
        }

        return folder;
    }

    private static byte[] DeepPng(double[] values)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var k = 0; k < values.Length; k++)
            {
                if (k % Side == 0)
                    zlib.WriteByte(0);  // no filter
                zlib.Write([(byte)values[k], (byte)values[k]]);  // 257 v
            }
        }

        return [0x89, .. "PNG"u8, 13, 10, 26, 10, .. Chunk("IHDR", [0, 0, 0, Side, 0, 0, 0, Side, 16, 0, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        byte[] chunk = [0, 0, 0, 0, .. named, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(named));
        return chunk;
    }
}
