using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Reporting;

namespace Kindred.Report.Tests;

/// <summary>A hundred files of pictures in colour, which stand for the files of any number of rows.</summary>
internal sealed class DrawnPhotographs : IDisposable
{
    private const int Height = 96, Width = 128;

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-thumbnails-").FullName;
    private readonly string[] _paths;

    public DrawnPhotographs()
    {
        var rng = new Rng(4);
        _paths = [.. Enumerable.Range(0, 100).Select(i => Draw(Path.Combine(_folder, $"{i}.png"), rng))];
    }

    /// <summary>The same report, whose rows were read from these files.</summary>
    public ReportContent For(ReportContent content)
    {
        var run = content.Runs[0];
        var rows = run.Details!.Samples.Images.Present().Sum(part => part.Part.Count);
        var samples = run.Details.Samples with { Files = [.. Enumerable.Range(0, rows).Select(row => _paths[row % _paths.Length])] };
        return content with { Runs = [run with { Details = run.Details with { Samples = samples } }] };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // blots of colour with grain
    private static string Draw(string path, Rng rng)
    {
        var (samples, centres) = (new byte[Height * Width * 3], Enumerable.Range(0, 6).Select(_ => (X: rng.NextDouble() * Width, Y: rng.NextDouble() * Height, Light: rng.NextDouble() * 200)).ToArray());
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i / 3 % Width, i / 3 / Width);
            var (_, _, light) = centres.MinBy(centre => Math.Pow(centre.X - x, 2) + Math.Pow(centre.Y - y, 2));
            samples[i] = (byte)(light + (20 * (i % 3)) + (40 * rng.NextDouble()));
        }

        PngFile.Write(path, new Picture(Height, Width, 3, samples));
        return path;
    }
}
