using System.IO.Compression;
using System.Text.Json.Nodes;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

/// <summary>Files that are no model, or were made to do harm: a clear sentence, within bounded memory.</summary>
public sealed class ModelFileTests
{
    private static readonly byte[] Whole = SmallModels.Bytes(SmallModels.Table());

    [Fact]
    public void The_archive_is_a_plain_zip_of_stored_entries()
    {
        using var zip = new ZipArchive(new MemoryStream(Whole));
        Assert.Equal(
            ["model.json", "step-1.safetensors", "step-2.safetensors", "clusterer.safetensors", "checksums.sha256"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.Equal(Whole, SmallModels.Bytes(SmallModels.Read(Whole)));
    }

    [Fact]
    public void What_someone_puts_together_by_the_rules_is_read() =>
        Assert.Equal(Whole.Length, SmallModels.Bytes(SmallModels.Read(SmallModels.Zip(SmallModels.Entries(Whole)))).Length);

    [Fact]
    public void A_missing_file_a_folder_and_other_files_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Refused(() => KindredModel.Load(folder["m.kindred"])), StringComparison.Ordinal);
        Assert.Contains("folder", Refused(() => KindredModel.Load(folder.Path)), StringComparison.Ordinal);
        Assert.Contains("not a model file", Refused(() => KindredModel.Load(folder.Write("m.txt", "hello"))), StringComparison.Ordinal);
        Assert.Contains("not a model file", Refused(() => KindredModel.Load(folder.Write("m.gz", TemporaryFolder.Packed(Whole)))), StringComparison.Ordinal);
        Assert.Contains("m.kindred", Refused(() => KindredModel.Load(folder.Write("m.kindred", Whole[..^100]))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void A_truncated_file_is_refused(int bytes) => Refused(Whole[..bytes]);

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Whole.Length; length += 7)
            Refused(Whole[..length]);
    }

    [Fact]
    public void An_altered_number_or_letter_is_noticed()
    {
        foreach (var (name, content) in SmallModels.Entries(Whole))
        {
            var at = Whole.AsSpan().IndexOf(content) + (content.Length / 2);
            var altered = (byte[])Whole.Clone();
            altered[at] ^= 1;
            Assert.Contains($"{name} does not have its checksum", Refused(altered), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_newer_version_says_what_is_needed()
    {
        var message = Refused(Described(json => json["version"] = 3));
        Assert.Contains("version 3", message, StringComparison.Ordinal);
        Assert.Contains("reads versions up to 2, so a newer Kindred is needed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../escaped.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("step-3.safetensors")]
    [InlineData("model.json/")]
    public void An_entry_of_another_name_is_refused(string name) =>
        Assert.Contains("is none of", Refused(SmallModels.Zip(SmallModels.Entries(Whole).Append(new(name, [1])))), StringComparison.Ordinal);

    [Fact]
    public void Packed_entries_are_refused_before_they_are_unpacked()
    {
        var bomb = SmallModels.Entries(Whole);
        bomb["step-1.safetensors"] = new byte[64 << 20];
        var file = SmallModels.Zip(bomb, CompressionLevel.Optimal);
        Assert.True(file.Length < 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("packed", Refused(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_missing_or_doubled_entry_is_refused()
    {
        var entries = SmallModels.Entries(Whole);
        Assert.Contains("holds no step-2", Refused(SmallModels.Zip(entries.Where(entry => entry.Key != "step-2.safetensors"))), StringComparison.Ordinal);
        Assert.Contains("holds no model.json", Refused(SmallModels.Zip(entries.Where(entry => entry.Key != "model.json"))), StringComparison.Ordinal);
        Assert.Contains("two entries", Refused(SmallModels.Zip(entries.Append(new("model.json", entries["model.json"])))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input", """{"height":1,"width":2147483647,"channels":2147483647,"rules":"*"}""", "1 to 16777216 values")]
    [InlineData("input", """{"height":1,"width":-6,"channels":1,"rules":"*"}""", "1 to 16777216 values")]
    [InlineData("input", """{"height":1,"width":7,"channels":1,"rules":"*"}""", "takes rows of 6 numbers, but gets rows of 7")]
    [InlineData("input", """{"height":1,"width":6,"channels":1,"rules":"as you like"}""", "other rules")]
    [InlineData("steps", """["scaling","System.Diagnostics.Process"]""", "no step of the kind 'System.Diagnostics.Process'")]
    [InlineData("steps", """["principal-components","scaling"]""", "cannot be used")]
    [InlineData("steps", """["scaling",null]""", "missing")]
    [InlineData("steps", """["scaling","scaling","scaling","scaling","scaling","scaling","scaling","scaling","scaling"]""", "at most 8")]
    [InlineData("clusterer", "\"k-means\"", "cannot be used")]
    [InlineData("clusterer", "\"forest\"", "kind 'forest'")]
    [InlineData("clusters", """["a","b"]""", "got 2 names")]
    [InlineData("clusters", """["a","b","\u001b"]""", "control character")]
    [InlineData("unusual", """{"share":0.001,"distance":1e400}""", "finite")]
    [InlineData("version", "\"1\"", "which version")]
    [InlineData("format", "\"zip\"", "format is kindred-model")]
    [InlineData("$type", "\"System.IO.FileInfo\"", "cannot be read")]
    [InlineData("origin", "null", "cannot be read")]
    public void A_description_against_the_rules_is_refused(string member, string value, string expected) => Assert.Contains(
        expected, Refused(Described(json => json[member] = JsonNode.Parse(value.Replace("\"*\"", $"\"{ModelInput.Rules}\"", StringComparison.Ordinal)))), StringComparison.Ordinal);

    [Fact]
    public void Huge_declared_shapes_reserve_nothing()
    {
        string[] headers =
        [
            """{"centres":{"dtype":"F32","shape":[536870911,4],"data_offsets":[0,8589934576]}}""",
            """{"centres":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,8]}}""",
            """{"centres":{"dtype":"F32","shape":[2147483647,0],"data_offsets":[0,0]}}""",
        ];
        foreach (var header in headers)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refused(With("clusterer.safetensors", Raw(header, 8), json => json["clusterer"] = "k-means"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Theory]
    [InlineData("""{"$type":"dense","Widths":[2147483647,2147483647,6]}""")]
    [InlineData("""{"$type":"dense","Widths":[6,4,2],"Activation":99}""")]
    [InlineData("""{"$type":"convolutional","Shape":{"Height":2147483647,"Width":2147483647,"Channels":1}}""")]
    [InlineData("""{"$type":"convolutional","Channels":[2147483647,2147483647],"Window":2147483647}""")]
    [InlineData("""{"$type":"System.Object, mscorlib"}""")]
    public void Impossible_networks_are_refused(string architecture)
    {
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Images()));
        using var stored = new MemoryStream(entries["step-1.safetensors"]);
        var file = Networks.Storage.SafeTensors.Read(stored);
        using var changed = new MemoryStream();
        new Networks.Storage.SafeTensors(file.Tensors, new Dictionary<string, string>(file.Metadata) { ["architecture"] = architecture }).Write(changed);
        entries["step-1.safetensors"] = changed.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("step-1.safetensors cannot be used", Refused(SmallModels.Zip(entries)), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Numbers_that_are_none_are_refused()
    {
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Images()));
        foreach (var name in new[] { "step-1.safetensors", "clusterer.safetensors" })
        {
            var content = (byte[])entries[name].Clone();
            BitConverter.GetBytes(float.NaN).CopyTo(content, content.Length - 4);
            Assert.Contains("must be finite", Refused(SmallModels.Zip(new Dictionary<string, byte[]>(entries) { [name] = content })), StringComparison.Ordinal);
        }

        var table = SmallModels.Entries(Whole);
        foreach (var name in table.Keys.Where(name => name != "model.json"))
        {
            var content = (byte[])table[name].Clone();
            BitConverter.GetBytes(double.NaN).CopyTo(content, content.Length - 8);
            Refused(SmallModels.Zip(new Dictionary<string, byte[]>(table) { [name] = content }));
        }
    }

    private static string Refused(byte[] file) => Refused(() => SmallModels.Read(file));

    private static string Refused(Func<KindredModel> load)
    {
        var error = Assert.Throws<DataFileException>(() => { load(); });
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    private static byte[] Described(Action<JsonObject> change) => With(null, [], change);

    /// <summary>The whole file with another description and, unless the name is null, another entry; with the right checksums.</summary>
    private static byte[] With(string? name, byte[] content, Action<JsonObject> change)
    {
        var entries = SmallModels.Entries(Whole);
        var json = JsonNode.Parse(entries["model.json"])!.AsObject();
        change(json);
        entries["model.json"] = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
        if (name is not null)
            entries[name] = content;
        return SmallModels.Zip(entries);
    }

    private static byte[] Raw(string header, int data) =>
        [.. BitConverter.GetBytes((ulong)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), .. new byte[data]];
}
