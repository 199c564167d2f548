using System.Globalization;
using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Runs;

namespace Kindred.Cli.Serve;

/// <summary>The decisions about a run, in its folder: whole or not at all, and only such as 'kindred apply' can carry out.</summary>
internal sealed class KeptDecisions(string folder, Run run)
{
    private readonly Lock _lock = new();

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Decisions.FileName));

    public bool IsOf(string recipe, string seed) => run.Record.Recipe == recipe && run.Record.Seed.ToString(CultureInfo.InvariantCulture) == seed;

    /// <summary>What is kept, and what tells it from what was kept before; null where nothing is.</summary>
    public (byte[] Content, string Tag)? Read()
    {
        lock (_lock)
        {
            if (!File.Exists(Path))
                return null;
            var content = File.ReadAllBytes(Path);
            return (content, TagOf(content));
        }
    }

    /// <summary>Keeps them in place of those with the tag, or of any where it is null; returns their tag, or null where others were kept meanwhile.</summary>
    /// <exception cref="DataFileException">They are no decisions.</exception>
    /// <exception cref="ArgumentException">They are not about this run.</exception>
    public string? Write(byte[] content, string? inPlaceOf)
    {
        CuratedRun.Of(run, Decisions.Parse(content, Decisions.FileName));
        lock (_lock)
        {
            if (inPlaceOf is not null && Read()?.Tag is { } kept && kept != inPlaceOf)
                return null;
            WholeFile.Write(Path, file => file.Write(content));
            return TagOf(content);
        }
    }

    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
}
