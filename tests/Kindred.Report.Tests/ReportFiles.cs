using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Report.Tests;

/// <summary>Reports on disk, each written when a test first asks for it.</summary>
public sealed class ReportFiles : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>";

    private static readonly Dataset Clothes = Wardrobe.Load(trainCount: 1200, testCount: 300);

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-report-tests-").FullName;
    private readonly Lazy<WrittenReport> _labelled, _unlabelled, _hostile, _clustered, _table, _noisy, _parted, _many, _six;

    public ReportFiles()
    {
        _labelled = new(() => Write("labelled", new SampleReport { Data = Clothes, RunCount = 3 }.Content()));
        _unlabelled = new(() => Write("unlabelled", new SampleReport { Data = SampleReport.Unlabelled(Clothes), IsDeep = false, ClusterCount = 14 }.Content()));
        _hostile = new(() => Write("hostile", WithHostileText()));
        _clustered = new(() => Write("clustered", WithFindings(SampleReport.Unlabelled(Clothes), Enumerable.Range(0, 30).Select(Pair))));
        _noisy = new(() => Write("noisy", new SampleReport { Data = Clothes, ClusterCount = 4, NoneEvery = 7 }.Content()));
        _parted = new(() => Write("parted", new SampleReport { Data = Clothes, ClusterCount = 4, HasTree = true }.Content()));
        _many = new(() => Write("many", new SampleReport { Data = Clothes, ClusterCount = 60, IsDeep = false }.Content()));
        _six = new(() => Write("six", WithFindings(Clothes, [.. Copies, .. Enumerable.Range(0, 5).Select(Pair)], clusters: 6)));
        _table = new(() => Write("table", WithFindings(SampleReport.Table(), [])));
    }

    /// <summary>Three runs of one recipe, with classes, probabilities and training.</summary>
    internal WrittenReport Labelled => _labelled.Value;

    /// <summary>One run, without classes, probabilities or training.</summary>
    internal WrittenReport Unlabelled => _unlabelled.Value;

    /// <summary>Every text that comes from data tries to break out of its place.</summary>
    internal WrittenReport WithHostileNames => _hostile.Value;

    /// <summary>As <c>kindred cluster</c> leaves it: a curve, outliers, near-duplicates, names, a skipped file.</summary>
    internal WrittenReport Clustered => _clustered.Value;

    /// <summary>The same of a table, without near-duplicates.</summary>
    internal WrittenReport Table => _table.Value;

    /// <summary>Four clusters of two parts each, with their tree.</summary>
    internal WrittenReport Parted => _parted.Value;

    /// <summary>Sixty clusters.</summary>
    internal WrittenReport Many => _many.Value;

    /// <summary>Six clusters with classes; rows 200 to 219 are copies of one another, and five pairs more.</summary>
    internal WrittenReport Six => _six.Value;

    /// <summary>Every seventh row of a part is in no cluster.</summary>
    internal WrittenReport Noisy => _noisy.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>With a sample of the pictures, or all of them beside the page.</summary>
    internal WrittenReport Write(string name, ReportContent content, ReportSettings? settings = null, bool allPictures = false)
    {
        var path = Path.Combine(_folder, $"{name}.html");
        using (var file = File.Create(path))
            HtmlReport.Write(file, content, settings, allPictures ? new BesidePage(_folder, $"{name}-pictures-", null, CancellationToken.None) : null);
        return new WrittenReport(path, content);
    }

    private static IEnumerable<RowPair> Copies =>
        from first in Enumerable.Range(200, 20)
        from second in Enumerable.Range(200, 20)
        where first < second
        select new RowPair(new RowPlace("train", first), new RowPlace("train", second), 0.01f);

    private static RowPair Pair(int number) => new(new RowPlace("train", number), new RowPlace("train", 100 + number), number * 0.001f);

    private static ReportContent WithFindings(Dataset data, IEnumerable<RowPair> pairs, int clusters = 3)
    {
        var content = new SampleReport { Data = data, IsDeep = false, ClusterCount = clusters }.Content();
        var run = content.Runs[0];
        var findings = new Findings([.. new[] { 40, 7, 300, 12 }.Select(place => new RowPlace("train", place))], [.. pairs]);
        var samples = run.Details!.Samples with
        {
            Names = run.Details.Samples.Images.Select<IReadOnlyList<string>>(images => [.. Enumerable.Range(0, images.Count).Select(i => $"a folder with a long name/<i>{i}</i>.png")]),
        };
        var record = run.Record with
        {
            ClusterCountEstimate = new ClusterCountCurve(3, 3, 4, [.. Enumerable.Range(1, 6).Select(Point)], 1000, 10, "3 clusters have the lowest BIC."),
            Findings = new FindingsSummary(4, "The 4 least likely.", findings.NearDuplicates.Count, "Those that differ by at most 5%."),
            Input = new InputSummary { Source = "photos", Skipped = [new SkippedFile("<b>odd</b>.png", "it is cut short.")] },
            RecipeReason = "It serves such data.",
        };
        return content with { Runs = [run with { Record = record, Details = run.Details with { Samples = samples, Findings = findings } }] };
    }

    private static ClusterCountPoint Point(int count) =>
        new(count, count == 3 ? 700 : 1100 - (100 * count) + (count > 3 ? 200 * (count - 3) : 0), 20, count == 1 ? null : 0.95 - (0.02 * count));

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
    public Runs.RunRecord Record => run.Record;

    public int ClusterCount => run.Details!.ClusterCount;

    public int[] Groups { get; } = [.. run.Details!.Groups.Present().SelectMany(part => part.Part)];

    public float[] Distances { get; } = [.. run.Details!.Distances!.Present().SelectMany(part => part.Part)];

    public int[] Classes { get; } = [.. run.Details!.Samples.Images.Present().SelectMany(part => part.Part.Classes ?? [])];

    public int TrainCount { get; } = run.Details!.Samples.Images.Train!.Count;

    public string Title(int row) => row < TrainCount ? $"train {row:N0}" : $"test {row - TrainCount:N0}";
}
