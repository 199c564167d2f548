using Kindred.Datasets;
using Kindred.Reporting;

namespace Kindred.Report.Tests;

/// <summary>Reports on disk, each written when a test first asks for it.</summary>
public sealed class ReportFiles : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>";

    private static readonly Dataset Clothes = Wardrobe.Load(trainCount: 1200, testCount: 300);

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-report-tests-").FullName;
    private readonly Lazy<WrittenReport> _labelled, _unlabelled, _hostile;

    public ReportFiles()
    {
        _labelled = new(() => Write("labelled", new SampleReport { Data = Clothes, RunCount = 3 }.Content()));
        _unlabelled = new(() => Write("unlabelled", new SampleReport { Data = SampleReport.Unlabelled(Clothes), IsDeep = false, ClusterCount = 14 }.Content()));
        _hostile = new(() => Write("hostile", WithHostileText()));
    }

    /// <summary>Three runs of one recipe, with classes, probabilities and training.</summary>
    internal WrittenReport Labelled => _labelled.Value;

    /// <summary>One run, without classes, probabilities or training.</summary>
    internal WrittenReport Unlabelled => _unlabelled.Value;

    /// <summary>Every text that comes from data tries to break out of its place.</summary>
    internal WrittenReport WithHostileNames => _hostile.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal WrittenReport Write(string name, ReportContent content, ReportSettings? settings = null)
    {
        var path = Path.Combine(_folder, $"{name}.html");
        using (var file = File.Create(path))
            HtmlReport.Write(file, content, settings);
        return new WrittenReport(path, content);
    }

    private static ReportContent WithHostileText()
    {
        var data = Clothes with { Name = $"{Hostile} & \"x\"", ClassNames = [Hostile, "</script><b>bold</b>", .. Clothes.ClassNames.Skip(2)] };
        var content = new SampleReport { Data = data, Title = $"</title>{Hostile}" }.Content();
        var run = content.Runs[0];
        var samples = run.Details!.Samples with
        {
            Names = run.Details.Samples.Images.Select<IReadOnlyList<string>>(images => [.. Enumerable.Range(0, images.Count).Select(i => $"<img src=x onerror=alert({i})>.png")]),
        };
        var details = run.Details with { Samples = samples, Layers = $"</pre>{Hostile}" };
        return content with { Runs = [run with { Record = run.Record with { Settings = $"<!-- {Hostile}" }, Details = details }] };
    }
}

internal sealed record WrittenReport(string Path, ReportContent Content)
{
    public RunOf First => new(Content.Runs[0]);
}

/// <summary>The first run of a report, with its rows in one line, to compare the page with.</summary>
internal sealed class RunOf(ReportRun run)
{
    public Recipes.RunRecord Record => run.Record;

    public int ClusterCount => run.Details!.ClusterCount;

    public int[] Groups { get; } = [.. run.Details!.Groups.Present().SelectMany(part => part.Part)];

    public float[] Distances { get; } = [.. run.Details!.Distances!.Present().SelectMany(part => part.Part)];

    public int[] Classes { get; } = [.. run.Details!.Samples.Images.Present().SelectMany(part => part.Part.Labels ?? [])];

    public int TrainCount { get; } = run.Details!.Samples.Images.Train!.Count;

    public string Title(int row) => row < TrainCount ? $"train {row:N0}" : $"test {row - TrainCount:N0}";
}
