using Kindred.Clustering;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Tests.Clustering;

/// <summary>Rows that come in windows, and rows that several processes share, are clustered as the same rows in memory are: to the last bit.</summary>
public sealed class StreamedKMeansTests
{
    private const long Ample = 1L << 30;

    public static TheoryData<int, int, int, bool> Shapes => new()
    {
        { 700, 40, 5, true },      // wide bytes
        { 3001, 33, 7, true },
        { 2000, 784, 20, true },   // more centres than lanes of bounds
        { 1500, 7, 4, true },      // narrow bytes go as floats
        { 3000, 3, 6, false },     // packed
        { 2049, 31, 3, false },
        { 900, 65, 9, false },     // wide floats
        { 50, 100, 40, false },    // nearly a centre a row
        { 16, 40, 1, true },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Windows_change_nothing(int rows, int columns, int clusters, bool isBytes)
    {
        var (source, whole) = Made(rows, columns, isBytes, clusters, restarts: 3);
        foreach (var memory in new[] { Least(rows), Least(rows) + 100_000, Ample })
            RequireSame(whole, Settings(clusters, 3).Fit(source, new StreamSettings { Communicator = SingleProcess.Instance, Memory = memory }));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Processes_change_nothing(int rows, int columns, int clusters, bool isBytes)
    {
        var (source, whole) = Made(rows, columns, isBytes, clusters, restarts: 2);
        foreach (var (size, memory) in new[] { (2, Ample), (3, Least(rows)), (5, Ample) })
        {
            foreach (var model in ProcessesByThreads.Run(size, communicator => Settings(clusters, 2).Fit(source, new StreamSettings { Communicator = communicator, Memory = memory })))
                RequireSame(whole, model);
        }
    }

    [Theory, InlineData(40), InlineData(5)]
    public void Emptied_clusters_start_again_at_the_same_rows(int columns)
    {
        var rng = new Rng(3);
        var values = new float[60 * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (i / columns % 6 * 10) + (i / columns == 59 ? 1000 : 0) + (float)(rng.NextDouble() * 1e-3);
        var x = new Matrix(60, columns, values);
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var settings = new KMeans { ClusterCount = 12, Restarts = 1, Seed = (ulong)seed };
            var whole = settings.Fit(x);
            RequireSame(whole, settings.Fit(new MatrixRows(x), new StreamSettings { Communicator = SingleProcess.Instance, Memory = Least(60) }));
            RequireSame(whole, ProcessesByThreads.Run(3, communicator => settings.Fit(new MatrixRows(x), new StreamSettings { Communicator = communicator, Memory = Ample }))[2]);
        }
    }

    [Fact]
    public void Too_few_distinct_rows_are_told_by_every_process()
    {
        var x = new MatrixRows(new Matrix(2000, 40, new float[2000 * 40]));
        var alone = Assert.Throws<FitException>(() => Settings(3, 2).Fit(x, new StreamSettings { Communicator = SingleProcess.Instance, Memory = Ample }));
        var shared = Assert.Throws<FitException>(() => ProcessesByThreads.Run(3, communicator => Settings(3, 2).Fit(x, new StreamSettings { Communicator = communicator, Memory = Ample })));
        Assert.Equal(alone.Message, shared.Message);
    }

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        var values = new float[2000 * 40];
        values[70_000] = float.NaN;
        var error = Assert.Throws<ArgumentException>(() => Settings(3, 1).Fit(new MatrixRows(new Matrix(2000, 40, values)), new StreamSettings { Communicator = SingleProcess.Instance, Memory = Ample }));
        Assert.Contains("finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_rows_than_labels_fit_are_refused_with_what_would_help()
    {
        var error = Assert.Throws<ArgumentException>(() => Settings(3, 1).Fit(new MatrixRows(new Matrix(2000, 4, new float[8000])), new StreamSettings { Communicator = SingleProcess.Instance, Memory = 1000 }));
        Assert.Contains("--memory", error.Message, StringComparison.Ordinal);
    }

    private static KMeans Settings(int clusters, int restarts) => new() { ClusterCount = clusters, Restarts = restarts, Seed = 11 };

    /// <summary>A label and a distance a row, so that windows are one block and restarts go one by one.</summary>
    private static long Least(int rows) => 8L * rows;

    private static (IRowSource Source, KMeansModel Whole) Made(int rows, int columns, bool isBytes, int clusters, int restarts)
    {
        var rng = new Rng(5);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((100 + (20 * ((i / columns) % 5)) + (30 * rng.NextNormal())) / (isBytes ? 1 : 7));
        if (!isBytes)
        {
            var x = new Matrix(rows, columns, values);
            return (new MatrixRows(x), Settings(clusters, restarts).Fit(x));
        }

        var bytes = new ByteMatrix(rows, columns, Array.ConvertAll(values, value => (byte)Math.Clamp(value, 0, 255)));
        return (new MatrixRows(bytes), Settings(clusters, restarts).Fit(bytes));
    }

    private static void RequireSame(KMeansModel whole, KMeansModel other)
    {
        Assert.Equal(whole.Centres.Values.ToArray(), other.Centres.Values.ToArray());
        Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Inertia), BitConverter.DoubleToInt64Bits(other.Inertia));
        Assert.Equal((whole.Iterations, whole.Converged), (other.Iterations, other.Converged));
    }
}
