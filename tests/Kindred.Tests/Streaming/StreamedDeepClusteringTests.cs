using Kindred.Clustering;
using Kindred.Clustering.Deep;
using Kindred.Datasets;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Tests.Streaming;

/// <summary>Deep clusterings of rows that are read as often as needed: the bits of rows in memory; processes that share batches agree to the bit.</summary>
public sealed class StreamedDeepClusteringTests
{
    private readonly ByteMatrix _rows = Wardrobe.Load(trainCount: 240, testCount: 1).Train.Bytes!;

    public static TheoryData<string> Names => ["dec", "idec", "dcn", "vade"];

    [Theory, MemberData(nameof(Names))]
    public void Rows_that_are_streamed_give_the_bits_of_rows_in_memory(string name)
    {
        var x = _rows.ToMatrix();
        RequireSame(Settings(name).Fit(x, null, default), Streamed(name, new MatrixRows(_rows), SingleProcess.Instance), x);
        var wide = new Matrix(x.Rows, x.Columns, Array.ConvertAll(x.Values.ToArray(), value => (7 * value) - 3));  // brought to [0, 1] as they are read
        RequireSame(Settings(name).Fit(wide, null, default), Streamed(name, new MatrixRows(wide), SingleProcess.Instance), wide);
    }

    [Theory, MemberData(nameof(Names))]
    public void Processes_agree_to_the_bit_and_nearly_with_one(string name)
    {
        var x = _rows.ToMatrix();
        var one = Streamed(name, new MatrixRows(_rows), SingleProcess.Instance);
        var two = ProcessesByThreads.Run(2, communicator => Streamed(name, new MatrixRows(_rows), communicator));
        RequireSame(two[0], two[1], x);
        var same = one.Assign(x).Clusters.Zip(two[0].Assign(x).Clusters).Count(pair => pair.First == pair.Second);
        Assert.True(same >= 0.97 * x.Rows, $"{same} of {x.Rows} rows are in the same cluster.");
    }

    [Fact]
    public void Where_what_is_kept_has_no_room_a_sample_is_asked_for()
    {
        IStreamedClusterer dec = (DeepClustering)Settings("dec");
        var rows = new MatrixRows(_rows);
        Assert.Null(dec.NeedsSampleOf(rows, new StreamSettings { Memory = 1 << 20 }));
        Assert.StartsWith("Of 240 rows DEC keeps codes and what they are drawn towards, ", dec.NeedsSampleOf(rows, new StreamSettings { Memory = 1 << 12 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_distinct_rows_are_told()
    {
        var same = new MatrixRows(new Matrix(50, 4, Enumerable.Repeat(0.5f, 200).ToArray()));
        var told = Assert.Throws<FitException>(() => Streamed("dec", same, SingleProcess.Instance));
        Assert.Contains("all rows are the same", told.Message, StringComparison.Ordinal);
    }

    private static void RequireSame(IClusterModel expected, IClusterModel actual, Matrix x)
    {
        var (a, b) = (expected.Assign(x), actual.Assign(x));
        Assert.Equal(a.Clusters, b.Clusters);
        Assert.Equal(a.Distances, b.Distances);
        Assert.Equal(a.Probabilities, b.Probabilities);
        Assert.Equal(expected.Outcome, actual.Outcome);
    }

    private static IClusterModel Streamed(string name, IRowSource rows, ICommunicator communicator) =>
        ((IStreamedClusterer)Settings(name)).Fit(rows, new StreamSettings { Communicator = communicator, Memory = 1 << 22 });

    private static IClusterer Settings(string name)
    {
        var pretraining = new Trainer { Epochs = 8, BatchSize = 40, Optimizer = new Adam { LearningRate = 3e-3 } };
        return name == "vade" ? new VariationalDeepEmbedding { ClusterCount = 3, Widths = [32, 4], Pretraining = pretraining, Passes = 2, Seed = 2 } : new DeepClustering
        {
            ClusterCount = 3,
            Objective = name switch { "dec" => new Dec(), "idec" => new Idec(), _ => new Dcn() },
            Widths = [32, 4],
            Pretraining = pretraining,
            MostPasses = 3,
            Restarts = 2,
            Seed = 2,
        };
    }
}
