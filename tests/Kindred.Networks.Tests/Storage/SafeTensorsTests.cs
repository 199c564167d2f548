using System.Buffers.Binary;
using System.Text;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Storage;

public sealed class SafeTensorsTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var file = Read(Write(Sample()));
        Assert.Equal(["layer.0.weight", "scalar", "empty"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1f, -2.5f, float.NaN, float.PositiveInfinity, 1e-45f, -0f], file.Values("layer.0.weight", [2, 3]).ToArray());
        Assert.Equal([7f], file.Values("scalar", []).ToArray());
        Assert.Equal("a \"quoted\" text\nand Σ", file.Text("note"));
    }

    [Fact]
    public void Doubles_stand_before_floats_and_are_read_back()
    {
        double[] values = [1, -2.5, double.NaN, double.NegativeInfinity, double.Epsilon, -0.0];
        var bytes = Write(new SafeTensors([new StoredTensor("x", [1], new float[] { 3 })], null, [new StoredDoubles("means", [3, 2], values)]));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(
            """{"means":{"dtype":"F64","shape":[3,2],"data_offsets":[0,48]},"x":{"dtype":"F32","shape":[1],"data_offsets":[48,52]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal(values, Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 + length + (8 * i)))));
        var file = Read(bytes);
        Assert.Equal(values, file.DoubleValues("means", [3, 2]).ToArray());
        Assert.Equal([3f], file.Values("x", [1]).ToArray());
        Assert.Equal([3, 2], file.ShapeOf("means"));
        Assert.Contains("of floats", Assert.Throws<InvalidDataException>(() => file.Values("means", [3, 2]).Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_longer_than_a_piece_are_whole()
    {
        var values = Enumerable.Range(0, (1 << 20) + 3).Select(i => (float)i).ToArray();
        Assert.Equal(values, Read(Write(new SafeTensors([new StoredTensor("x", [values.Length], values)]))).Values("x", [values.Length]).ToArray());
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused() => Assert.Throws<ArgumentException>(() => new SafeTensors(
        [new StoredTensor("x", [1], new float[1])], null, [new StoredDoubles("x", [1], new double[1])]));

    [Fact]
    public void The_bytes_follow_the_format()
    {
        var bytes = Write(new SafeTensors([new StoredTensor("x", [2], new float[] { 1, 2 })]));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal(new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 }, bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "gap or an overlap")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "gap or an overlap")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "take 4 bytes, but the file holds 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "take 12 bytes, but the file holds 8")]
    [InlineData("""{"x":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", "only F32 and F64")]
    [InlineData("""{"x":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", "takes 16 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "shape")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "takes 0 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8.5]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", "data_offsets")]
    [InlineData("""{"x":[]}""", "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "twice")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "must be one text")]
    [InlineData("""{"__metadata__":"a"}""", "object of texts")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", "JSON")]
    [InlineData(""" {}""", "begin with {")]
    [InlineData("""{"x":""", "JSON")]
    public void A_header_against_the_rules_is_refused_with_a_sentence(string header, string expected)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Read(Raw(header, 8)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 62)]
    [InlineData(1000UL)]
    [InlineData(0UL)]
    public void A_header_longer_than_the_file_is_refused(ulong length)
    {
        var bytes = Write(Sample());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_cost_little() => ReadOrRefuse(1_500, seed: 11);

    [Fact, Trait("Category", "Slow")]
    public void Ten_thousand_damaged_files_are_read_or_refused_and_cost_little() => ReadOrRefuse(10_000, seed: 12);

    private static void ReadOrRefuse(int count, ulong seed)
    {
        var whole = Write(Sample());
        var rng = new Rng(seed);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var damaged = Damage(whole, rng);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(damaged);
            }
            catch (InvalidDataException failure)
            {
                Assert.NotEmpty(failure.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }

        Assert.InRange(refused, count / 2, count - 1);
    }

    [Fact]
    public void Saving_replaces_the_file_as_a_whole()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}.safetensors");
        try
        {
            File.WriteAllText(path, "what was there before");
            Sample().Save(path);
            Assert.Equal(3, SafeTensors.Load(path).Tensors.Count);
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, ".kindred-*.partial"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_or_misshapen_array_is_named()
    {
        var file = Sample();
        Assert.Contains("bias", Assert.Throws<InvalidDataException>(() => file.Values("bias", [1]).Length).Message, StringComparison.Ordinal);
        Assert.Contains("3 x 2", Assert.Throws<InvalidDataException>(() => file.Values("layer.0.weight", [3, 2]).Length).Message, StringComparison.Ordinal);
    }

    private static SafeTensors Sample() => new(
        [
            new StoredTensor("layer.0.weight", [2, 3], new float[] { 1, -2.5f, float.NaN, float.PositiveInfinity, 1e-45f, -0f }),
            new StoredTensor("scalar", [], new float[] { 7 }),
            new StoredTensor("empty", [0, 5], ReadOnlyMemory<float>.Empty),
        ],
        new Dictionary<string, string> { ["note"] = "a \"quoted\" text\nand Σ" },
        [new StoredDoubles("means", [2], new double[] { 0.5, -3 })]);

    private static byte[] Write(SafeTensors file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static SafeTensors Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SafeTensors.Read(stream);
    }

    private static byte[] Raw(string header, int data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }

    /// <summary>One to four changes: a bit turned, a byte replaced, a piece cut out or doubled, the end cut off.</summary>
    private static byte[] Damage(byte[] whole, Rng rng)
    {
        var bytes = whole.ToList();
        for (var changes = 1 + rng.NextInt(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = rng.NextInt(bytes.Count);
            var count = Math.Min(1 + rng.NextInt(12), bytes.Count - at);
            switch (rng.NextInt(5))
            {
                case 0: bytes[at] ^= (byte)(1 << rng.NextInt(8)); break;
                case 1: bytes[at] = (byte)rng.NextInt(256); break;
                case 2: bytes.RemoveRange(at, count); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
