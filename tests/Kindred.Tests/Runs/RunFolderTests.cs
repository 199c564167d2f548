using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Runs;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\"confusion\": {", "\"confusion\": null, \"nothing\": {", "$.confusion")]
    [InlineData("\"settings\": \"", "\"settings\": null, \"nothing\": \"", "$.settings")]
    [InlineData("\"stages\": [", "\"stages\": [null, ", "$.stages[0] is missing")]
    public void A_record_with_gaps_is_refused_where_they_are(string sound, string altered, string place)
    {
        var text = File.ReadAllText(Path.Combine(ImageFixtures.PathOf(".."), "Kindred.Fuzz", "corpus", "images.run.json"));
        Assert.Contains(sound, text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "run.json"), text.Replace(sound, altered, StringComparison.Ordinal));

        Assert.Contains(place, Assert.Throws<InvalidDataException>(() => RunFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var run = Example();
        var read = RunFolder.Read(RunFolder.Write(_folder, run));
        Assert.Equal(run.Record.Scores.Train, read.Scores.Train);
        Assert.Null(read.Scores.Test);
        Assert.Equal(run.Record.Confusion.Train, read.Confusion.Train);
        Assert.Equal(run.Record.Outcome, read.Outcome);
        Assert.Equal(run.Record.Stages, read.Stages);
        Assert.Equal(run.Record.Dataset.ClassNames, read.Dataset.ClassNames);
        Assert.Equal((run.Record.Recipe, run.Record.Seed, run.Record.Settings), (read.Recipe, read.Seed, read.Settings));
    }

    [Fact]
    public void A_record_of_more_clusters_than_items_is_not_that_of_the_run()
    {
        var run = Example();
        var folder = RunFolder.Write(_folder, run with { Record = run.Record with { ClusterCount = 3_000_000 } });

        Assert.Contains("3000000 clusters", Assert.Throws<InvalidDataException>(() => RunFolder.ReadWhole(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assignments_have_a_line_a_row()
    {
        var folder = RunFolder.Write(_folder, Example());
        string[] expected = ["item,part,cluster,name,probability,distance,unusual,class", "5,train,1,Cluster 1,,0.5,,a", "3,train,0,Cluster 0,,1.25,,<b>"];
        Assert.Equal(expected, File.ReadAllLines(Path.Combine(folder, "assignments.csv")));
    }

    [Fact]
    public void Two_runs_of_one_name_get_two_folders()
    {
        var first = RunFolder.Write(_folder, Example());
        var second = RunFolder.Write(_folder, Example());
        Assert.NotEqual(first, second);
        Assert.Equal(2, Directory.GetDirectories(_folder).Length);
    }

    [Fact]
    public void A_name_with_separators_stays_inside_the_folder()
    {
        var run = Example();
        run = run with { Record = run.Record with { Dataset = run.Record.Dataset with { Name = "../elsewhere/x" } } };
        Assert.Equal(Path.GetFullPath(_folder), Path.GetDirectoryName(Path.GetFullPath(RunFolder.Write(_folder, run))));
    }

    [Fact]
    public void A_name_as_long_as_a_folders_can_be_is_shortened()
    {
        var run = Example();
        run = run with { Record = run.Record with { Dataset = run.Record.Dataset with { Name = string.Concat(Enumerable.Repeat("\U0001F600", 60)) } } };
        var folder = RunFolder.Write(_folder, run);
        Assert.StartsWith("\U0001F600", Path.GetFileName(folder), StringComparison.Ordinal);
        Assert.EndsWith("-kmeans-pixels-seed7", folder, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', folder);
    }

    [Fact]
    public void Other_folders_that_end_in_partial_are_nobodys_to_remove()
    {
        var photos = Directory.CreateDirectory(Path.Combine(_folder, ".myphotos.partial")).FullName;
        File.WriteAllText(Path.Combine(photos, "photo.jpg"), "");
        Directory.SetLastWriteTimeUtc(photos, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        RunFolder.Write(_folder, Example());
        Assert.True(File.Exists(Path.Combine(photos, "photo.jpg")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"recipe\": \"kmeans-pixels\"}")]
    public void A_broken_record_is_named(string text)
    {
        var file = Path.Combine(_folder, "run.json");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => RunFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_record_is_named() =>
        Assert.Contains(_folder, Assert.Throws<InvalidDataException>(() => RunFolder.Read(_folder)).Message, StringComparison.Ordinal);

    private static Run Example()
    {
        int[] classes = [0, 1];
        int[] groups = [1, 0];
        var record = new RunRecord
        {
            Recipe = "kmeans-pixels",
            Seed = 7,
            Threads = 2,
            Version = "0.1.0",
            Processor = "a processor",
            Dataset = new DatasetSummary("two", new string('0', 64), "1x1", 2, 0, 0, null, ["a", "<b>"]),
            Settings = "KMeansOnPixels { }",
            Stages = [new Stage("k-means", 0.25)],
            Outcome = new Dictionary<string, double> { ["inertia"] = 1.5 },
            Scores = new Parts<Scores>(Scores.Compare(classes, groups), null, null),
            Confusion = new Parts<long[][]>([[0, 1], [1, 0]], null, null),
        };
        return new Run(record, new Parts<ClusteredRows>(new ClusteredRows([5, 3], groups, [0.5f, 1.25f], null, classes), null, null));
    }
}
