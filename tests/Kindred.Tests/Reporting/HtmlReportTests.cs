using System.Text.Json;
using System.Text.RegularExpressions;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Tests.Reporting;

/// <summary>The file as text; what a browser makes of it is tested in Kindred.Report.Tests.</summary>
public sealed partial class HtmlReportTests
{
    [Fact]
    public void The_same_content_gives_the_same_file_with_any_number_of_threads()
    {
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = Write(Content());
            Parallelism.Threads = 3;
            Assert.Equal(alone, Write(Content()));
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void The_file_asks_for_nothing_outside_of_it()
    {
        var html = Write(Content());
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(link|img|iframe|object|embed|base)[ >]", Head().Match(html).Value);
        Assert.DoesNotMatch("(src|href)=\"", Head().Match(html).Value);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_data_cannot_end_the_element_it_stands_in()
    {
        const string Hostile = "</script></title><script>alert(1)</script>";
        var html = Write(Content() with { Title = Hostile });
        Assert.DoesNotContain("alert(1)<", html, StringComparison.Ordinal);
        Assert.Equal(Hostile, Data(html).GetProperty("title").GetString());
        Assert.Contains("&lt;/script&gt;&lt;/title&gt;&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Confusion_comes_with_the_best_order_of_clusters()
    {
        var confusion = Data(Write(Content())).GetProperty("runs")[0].GetProperty("confusion");
        Assert.Equal(JsonValueKind.Null, confusion.GetProperty("test").ValueKind);
        Assert.Equal("[[0,2],[2,0]]", confusion.GetProperty("train").GetProperty("counts").GetRawText());
        Assert.Equal("[1,0]", confusion.GetProperty("train").GetProperty("order").GetRawText());
        Assert.Equal("[1,0]", confusion.GetProperty("train").GetProperty("clusterOfClass").GetRawText());
    }

    [Fact]
    public void A_loss_that_is_no_number_is_left_out()
    {
        var run = Content().Runs[0];
        var record = run.Record with { History = [new EpochRecord(1, double.NaN, double.PositiveInfinity), new EpochRecord(2, 0.5, null)] };
        var history = Data(Write(Content() with { Runs = [run with { Record = record }] })).GetProperty("runs")[0].GetProperty("history");
        Assert.Equal("""[{"epoch":1,"training":null,"validation":null},{"epoch":2,"training":0.5,"validation":null}]""", history.GetRawText());
    }

    [Fact]
    public void Runs_on_the_same_data_share_its_pictures_and_have_ids_of_their_own()
    {
        var run = Content().Runs[0];
        var data = Data(Write(Content() with { Runs = [run, run, run with { Record = run.Record with { Seed = 8 } }] }));
        Assert.Equal(1, data.GetProperty("data").GetArrayLength());
        var ids = data.GetProperty("runs").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()).ToArray();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal($"{ids[0]}-2", ids[1]);
    }

    [Fact]
    public void A_run_without_details_is_a_row_of_the_table()
    {
        var run = Content().Runs[0] with { Details = null };
        var data = Data(Write(Content() with { Runs = [run] }));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("runs")[0].GetProperty("details").ValueKind);
        Assert.Equal(0, data.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void A_report_without_runs_is_refused() =>
        Assert.Throws<ArgumentException>(() => Write(Content() with { Runs = [] }));

    [Fact]
    public void Details_that_do_not_fit_together_are_refused_with_a_sentence()
    {
        Refused(details => details with { Groups = new Parts<int[]>([0, 1, 2, 0], null, null) }, "Every group must be in [0, 2), or -1 for none; row 2 has 2.");
        Refused(details => details with { Groups = new Parts<int[]>([0, 1], null, null) }, "The train part has 4 images but 2 groups.");
        Refused(details => details with { Distances = new Parts<float[]>(null, null, null) }, "The train part has 4 images but no distances.");
        Refused(
            details => details with { Tree = new ClusterTree([0, 1], [], 2), Leaves = new Parts<int[]>([0, 0, 1, 0], null, null) },
            "The leaf of every row must be a part of its cluster, or -1; row 0 is in cluster 1 and has leaf 0.");
        Refused(details => details with { Maps = [new ReportMap("Map", new Parts<Matrix>(new Matrix(4, 1, new float[4]), null, null), "places")] }, "Positions need 2 columns, got 1.");
        Refused(
            details => details with { Maps = [new ReportMap("Map", new Parts<Matrix>(new Matrix(4, 2, (float[])[0, 0, float.NaN, 0, 0, 0, 0, 0]), null, null), "places")] },
            "Every position must be finite; point 1 has NaN.");
    }

    private static void Refused(Func<ReportDetails, ReportDetails> change, string message)
    {
        var run = Content().Runs[0];
        var refusal = Assert.Throws<ArgumentException>(() => Write(Content() with { Runs = [run with { Details = change(run.Details!) }] }));
        Assert.Equal(message, refusal.Message);
    }

    // four images of 2 x 2 pixels, two classes, each in the cluster of the other number
    private static ReportContent Content()
    {
        int[] classes = [0, 1, 0, 1];
        int[] groups = [1, 0, 1, 0];
        var images = new ImageSet(new ByteMatrix(4, 4, Enumerable.Range(0, 16).Select(i => (byte)(i * 16)).ToArray()), new ImageShape(2, 2, 1), classes);
        var record = new RunRecord
        {
            Recipe = "kmeans-pixels",
            Seed = 7,
            Threads = 1,
            Version = "1",
            Processor = "one",
            Dataset = new DatasetSummary("four", "00", "2x2", 4, 0, 0, SplitSeed: null, ["a", "b"]),
            Settings = "KMeans { }",
            Stages = [new Stage("group", 1)],
            Scores = new Parts<Scores>(Scores.Compare(classes, groups), null, null),
            Confusion = new Parts<long[][]>([[0, 2], [2, 0]], null, null),
        };
        var details = new ReportDetails
        {
            Samples = new ReportSamples { Images = new Parts<ImageSet>(images, null, null), ClassNames = ["a", "b"] },
            ClusterCount = 2,
            Groups = new Parts<int[]>(groups, null, null),
            Distances = new Parts<float[]>([1, 2, 3, 4], null, null),
            Codes = new Parts<Matrix>(new Matrix(4, 1, (float[])[1, 2, 3, 5]), null, null),
            Maps = [new ReportMap("Map", new Parts<Matrix>(new Matrix(4, 2, (float[])[0, 0, 1, 1, 2, 2, 3, 3]), null, null), "places")],
        };
        return new ReportContent { Version = "1", Runs = [new ReportRun(record) { Details = details }] };
    }

    private static string Write(ReportContent content)
    {
        using var page = new MemoryStream();
        HtmlReport.Write(page, content);
        return System.Text.Encoding.UTF8.GetString(page.ToArray());
    }

    private static JsonElement Data(string html) => JsonDocument.Parse(Json().Match(html).Groups[1].Value).RootElement;

    [GeneratedRegex("""<script type="application/json" id="report-data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex("^.*?<script>", RegexOptions.Singleline)]
    private static partial Regex Head();
}
