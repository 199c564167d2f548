using System.CommandLine;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary>Rows of numbers brought along in place of what an encoder makes, and the rows that were clustered written out.</summary>
internal static class EmbeddingOptions
{
    private static readonly Option<string?> Embeddings = new("--embeddings")
    {
        Description = "Numbers of your own for each picture, in any table or array that is read: joined by the file names in its first column, else by order. The pictures are shown, the numbers grouped.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> SaveCodes = new("--save-codes") { Description = "Also writes the rows that were clustered: FILE.npy, or FILE.csv or FILE.parquet with the items' names.", HelpName = "FILE" };
    private static readonly Option<string?> SaveEmbeddings = new("--save-embeddings") { Description = "Also writes the numbers that an encoder made, in the same formats.", HelpName = "FILE" };
    private static readonly Option<string?> SaveProjector = new("--save-projector") { Description = "Also writes the rows that were clustered into this folder, as TensorBoard's projector reads them.", HelpName = "DIR" };

    public static Command WithEmbeddingOptions(this Command command)
    {
        foreach (var option in (Option[])[Embeddings, SaveCodes, SaveEmbeddings, SaveProjector])
            command.Add(option);
        return command;
    }

    /// <summary>Whether any of these was given.</summary>
    public static bool IsGiven(ParseResult parsed) =>
        ((Option<string?>[])[Embeddings, SaveCodes, SaveEmbeddings, SaveProjector]).Any(option => parsed.GetValue(option) is not null);

    /// <summary>What can be wrong is told before any work.</summary>
    /// <exception cref="ArgumentException">Options contradict each other, or a file's format is unknown.</exception>
    public static void Check(ParseResult parsed)
    {
        if (parsed.GetValue(Embeddings) is not null && EncoderOptions.IsGiven(parsed) && !EncoderOptions.IsNone(parsed))
            throw new ArgumentException("--embeddings brings the numbers that --encoder would make; one of them is needed.");
        foreach (var path in new[] { parsed.GetValue(SaveCodes), parsed.GetValue(SaveEmbeddings) }.OfType<string>())
            CodesFile.Check(path);
    }

    /// <summary>What lies at the path, or the rows of numbers alone.</summary>
    /// <exception cref="ArgumentException">Neither is given.</exception>
    public static Dataset Open(string? path, ParseResult parsed, CancellationToken cancellation)
    {
        if (path is null)
        {
            return parsed.GetValue(Embeddings) is { } vectors ? EmbeddingFile.Open(vectors, InputOptions.Of(parsed))
                : throw new ArgumentException("'cluster' needs PATH: a folder of images, a table, or the name of a data set; or --embeddings FILE alone.");
        }

        Dataset? data = null;
        ConsoleProgress.Watch(progress => data = DatasetCatalog.Open(path, InputOptions.Of(parsed), progress, cancellation));
        return data!;
    }

    /// <summary>The same data with the numbers that were brought along, and how they were joined on the console.</summary>
    public static Dataset Attach(Dataset data, ParseResult parsed)
    {
        if (parsed.GetValue(Embeddings) is not { } path || data.Embedding is not null)
            return data;
        var (joined, sentence) = EmbeddingFile.Attach(data, path, InputOptions.Of(parsed));
        Terminal.Notes.WriteLine(sentence);
        return joined;
    }

    /// <summary>Writes what was asked for.</summary>
    public static void Save(Run run, Dataset data, ParseResult parsed)
    {
        if (parsed.GetValue(SaveCodes) is { } codes)
            Write(codes, () => CodesFile.Write(codes, run.Details.Codes, run.Clusters), "the rows that were clustered");
        if (parsed.GetValue(SaveProjector) is { } folder)
            Write(folder, () => CodesFile.WriteProjector(folder, run.Details.Codes, run.Clusters), "the same for TensorBoard's projector");
        if (parsed.GetValue(SaveEmbeddings) is not { } embeddings)
            return;
        if (data.Embedding is { } embedding)
            Write(embeddings, () => CodesFile.Write(embeddings, embedding.Rows, run.Clusters), $"the {Amount.Of(embedding.Columns, "number")} of {embedding.Name}");
        else
            Console.WriteLine("--save-embeddings wrote nothing: no encoder was used.");
    }

    private static void Write(string path, Action write, string what)
    {
        write();
        Console.WriteLine($"{Path.GetFullPath(path)} holds {what}.");
    }
}
