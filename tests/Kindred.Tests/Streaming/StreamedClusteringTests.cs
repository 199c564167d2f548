using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Numerics.Distribution;
using Kindred.Recipes;
using Kindred.Selection;

namespace Kindred.Tests.Streaming;

/// <summary>The whole chain on rows that are streamed: what compares rows gets the codes of as many as there is room for.</summary>
[Collection(OneAtATime.Name)]
public sealed class StreamedClusteringTests : IDisposable
{
    private const int Rows = 700;

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-streamed-").FullName;
    private readonly Dataset _data = Wardrobe.Load(trainCount: Rows, testCount: 1);

    private static AutoClustering Settings => new() { ClusterCount = 4, Seed = 3 };

    [Fact]
    public void Where_the_codes_of_all_rows_have_room_clusters_are_those_of_memory()
    {
        var whole = Settings.Run(new Dataset("rows", "none", _data.Train, null, []));
        var streamed = Cluster(SingleProcess.Instance, 1 << 26, out var clusters);
        Assert.Equal("hog-leiden", streamed.Record.Recipe);
        Assert.NotNull(streamed.Record.RecipeReason);
        Assert.Equal(whole.Clusters.Train!.Clusters, clusters);
        Assert.Equal((250, Rows), (streamed.Streaming.SampleRows, streamed.Streaming.Steps[^1].Rows));
        Assert.Null(streamed.Streaming.Steps[^1].SampleReason);
    }

    [Fact]
    public void Where_they_have_not_as_many_as_have_room_are_compared_and_the_others_go_where_these_are()
    {
        var streamed = Cluster(SingleProcess.Instance, 2 * 400 * ((4 * 200) + 1024), out var clusters);
        Assert.Equal(400, streamed.Streaming.Steps[^1].Rows);
        Assert.Contains("All rows then go", streamed.Streaming.Steps[^1].SampleReason, StringComparison.Ordinal);
        Assert.Equal(Rows, clusters.Length);
        Assert.Equal(streamed.Streaming.ClusterSizes, [.. Enumerable.Range(0, 4).Select(cluster => clusters.LongCount(c => c == cluster))]);
        var sample = streamed.Sample.Clusters.Train!;
        var drawn = new RowSample(Rows, streamed.Streaming.SampleRows, seed: 3).Rows;
        Assert.Equal(sample.Clusters, Array.ConvertAll(drawn, row => clusters[row]));
    }

    [Fact]
    public void Processes_put_rows_where_one_does()
    {
        Cluster(SingleProcess.Instance, 2 * 400 * ((4 * 200) + 1024), out var one);
        var three = ProcessesByThreads.Run(3, communicator =>
        {
            Cluster(communicator, 2 * 400 * ((4 * 200) + 1024), out var clusters);
            return clusters;
        });
        Assert.Equal(one, three[0]);
    }

    [Fact]
    public void Where_an_encoder_learned_nothing_components_take_its_place_as_in_memory()
    {
        var settings = Settings with { Chain = new RecipeText { Steps = "dense:epochs=1", Clusterer = "kmeans" } };
        var whole = settings.Run(new Dataset("rows", "none", _data.Train, null, []));
        var streamed = Cluster(SingleProcess.Instance, 1 << 26, out var clusters, settings);
        var warning = Assert.Single(whole.Record.Warnings, sentence => sentence.StartsWith("The encoder failed", StringComparison.Ordinal));
        Assert.Equal(warning, Assert.Single(streamed.Record.Warnings, sentence => sentence.StartsWith("The encoder failed", StringComparison.Ordinal)));
        Assert.EndsWith("principal components instead.", warning, StringComparison.Ordinal);
        Assert.Equal(whole.Clusters.Train!.Clusters, clusters);
        Assert.Equal([Rows, Rows, Rows], streamed.Streaming.Steps.Select(step => step.Rows));  // encoder, components, k-means
    }

    [Fact]
    public void A_sample_is_ascending_and_a_wider_one_has_it_within()
    {
        var drawn = new RowSample(1000, 30, seed: 8);
        var wider = drawn.Widened(400);
        Assert.Equal((30, 400), (drawn.Rows.Length, wider.Length));
        Assert.Equal(wider.Distinct().Order(), wider);
        Assert.Equal(drawn.Rows, Array.ConvertAll(drawn.PlacesIn(wider), place => wider[place]));
        Assert.InRange(wider.Average(), 450, 550);
        Assert.Equal(Enumerable.Range(0, 1000), drawn.Widened(5000));
        Assert.Same(drawn.Rows, drawn.Widened(7));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StreamedRun Cluster(ICommunicator communicator, long memory, out int[] clusters, AutoClustering? settings = null)
    {
        var path = Path.Combine(_folder, "rows.idx");
        if (communicator.Rank == 0 && !File.Exists(path))
            IdxFile.Write(path, [Rows, 28, 28], _data.Train.Bytes!.Values.ToArray());
        communicator.Barrier();
        using var data = StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!;
        var parent = Path.Combine(_folder, $"{Guid.NewGuid():N}");
        var run = new StreamedClustering { Settings = settings ?? Settings, MaxSampleRows = 250 }.Run(data, parent, new StreamSettings { Communicator = communicator, Memory = memory });
        clusters = communicator.Rank > 0 ? [] : [.. File.ReadLines(Path.Combine(run.Folder, "assignments.csv")).Skip(1).Select(line => int.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))];
        return run;
    }
}
