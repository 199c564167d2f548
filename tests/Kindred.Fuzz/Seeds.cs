using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Tests.Models;

namespace Kindred.Fuzz;

/// <summary>The whole files that inputs are made from: those of the tests, and some that are made here.</summary>
internal static class Seeds
{
    private const string Purpose = "fuzzing";

    private static readonly KindredModel[] Small = [SmallModels.Table(), SmallModels.Images()];

    public static IEnumerable<byte[]> Idx => [[0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 3, .. Enumerable.Range(0, 36).Select(i => (byte)(i * 7))]];

    public static IEnumerable<byte[]> Csv =>
    [
        Text("label,\"a b\",c\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i % 3},{i * 0.25},\"{i * i}\"\r\n"))),
        Text("sep=;\nid;u;v\na;1,5;2\nb;;4\n\"c\nd\";NA;6\n"),
        [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("x\ty\n1\t2\n3\t4\n")],
    ];

    public static IEnumerable<byte[]> Models => Small.Select(SmallModels.Bytes);

    /// <summary>One byte that says which model and which of its parts, then the part.</summary>
    public static IEnumerable<byte[]> ModelParts => Small.SelectMany((model, which) => SmallModels.Entries(SmallModels.Bytes(model)).OrderBy(part => part.Key, StringComparer.Ordinal)
        .Select((part, place) => (byte[])[(byte)((16 * which) + place), .. part.Value]));

    public static IEnumerable<byte[]> Checkpoints
    {
        get
        {
            var arrays = new[] { new StoredTensor("w", [2, 3], new float[6]), new StoredTensor("b", [3], new float[3]) };
            var state = new TrainingState("s", 1, Steps: 3, BestEpoch: 1, [new EpochLoss(.5, .25)], arrays);
            yield return InFolder(Checkpoint.FileName, [], folder =>
            {
                new Checkpoint(folder, Purpose).Save(state);
                return File.ReadAllBytes(Path.Combine(folder, Checkpoint.FileName));
            });
        }
    }

    public static IEnumerable<byte[]> Own(string pattern) => Directory.EnumerateFiles(Path.Combine(Root(), "tests", "Kindred.Fuzz", "corpus"), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    public static IEnumerable<byte[]> Files(string pattern)
    {
        var folder = Path.Combine(Root(), "tests", "fixtures", Path.GetDirectoryName(pattern)!);
        return Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
    }

    /// <summary>What someone who knows the format could make: one part altered, and the checksums that belong to it. Answers are numbers, or there are none.</summary>
    public static int ReadAlteredModel(byte[] input)
    {
        var parts = SmallModels.Entries(SmallModels.Bytes(Small[input.Length > 0 ? input[0] / 16 % Small.Length : 0]));
        var name = parts.Keys.Order(StringComparer.Ordinal).ElementAt(input.Length > 0 ? input[0] % 16 % parts.Count : 0);
        parts[name] = input.Length > 0 ? input[1..] : [];
        var answers = SmallModels.Read(SmallModels.Zip(parts)).Assign(SmallModels.Rows.Slice(0, 5)).ToArray();
        return Array.Exists(answers, answer => float.IsNaN(answer.Distance) || answer.Probability is float.NaN) ? throw new InvalidOperationException("An answer is no number.") : answers.Length;
    }

    public static TrainingState? ReadCheckpoint(byte[] input) => InFolder(Checkpoint.FileName, input, folder => new Checkpoint(folder, Purpose).Load("s", 1));

    /// <summary>The checkpoint with the checksum of what it says and holds, as someone who knows the format would write it.</summary>
    public static byte[] WithItsChecksum(byte[] input)
    {
        var read = SafeTensors.Read(new MemoryStream(input));
        var texts = new Dictionary<string, string>(read.Metadata) { [Checkpoint.ChecksumText] = Checkpoint.Checksum(read.Metadata, read.Tensors) };
        using var file = new MemoryStream();
        new SafeTensors(read.Tensors, texts).Write(file);
        return file.ToArray();
    }

    public static T InFolder<T>(string file, byte[] content, Func<string, T> read)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kindred-fuzz-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, file), content);
        return read(folder);
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The corpus is in the repository: run the program from within it.");
        return folder.FullName;
    }
}
