using Kindred.Clustering;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;

namespace Kindred.Tests.Streaming;

/// <summary>Steps and clusterers that learn in passes: the bits of rows in memory in one process; within a tolerance where several add up sums of floats.</summary>
public sealed class StreamedFitTests
{
    private static StreamSettings Alone(long memory = 1 << 20) => new() { Communicator = SingleProcess.Instance, Memory = memory };

    private static StreamSettings Shared(ICommunicator communicator) => new() { Communicator = communicator, Memory = 1 << 20 };

    public static TheoryData<string> Steps => [.. All.Keys];

    private static Dictionary<string, ITransformer> All { get; } = new()
    {
        ["standard"] = new StandardScaler(),
        ["median"] = new StandardScaler { FromMedian = true },
        ["minmax"] = new MinMaxScaler(),
        ["range"] = new RangeScaler(),
        ["unit"] = new UnitLength(),
        ["pca"] = new Pca { Components = 4 },
        ["pca90"] = new Pca { Components = 9, VarianceShare = 0.9, OfEachRow = true },
        ["whitened"] = new Pca { Components = 3, Whiten = true },
    };

    [Theory, MemberData(nameof(Steps))]
    public void A_step_learns_the_same_in_passes(string name)
    {
        foreach (var isBytes in new[] { true, false })
        {
            var (source, x, bytes) = Rows(9001, 21, isBytes);
            var whole = isBytes ? All[name].Fit(bytes!) : All[name].Fit(x);
            var streamed = ((IStreamedTransformer)All[name]).Fit(source, Alone());
            Assert.Equal(whole.Transform(x).Values.ToArray(), streamed.Transform(x).Values.ToArray());
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public void Processes_learn_nearly_the_same_and_all_alike(string name)
    {
        var (source, x, _) = Rows(9001, 21, isBytes: false);
        var whole = All[name].Fit(x).Transform(x);
        foreach (var size in new[] { 2, 3 })
        {
            var models = ProcessesByThreads.Run(size, communicator => ((IStreamedTransformer)All[name]).Fit(source, Shared(communicator)).Transform(x));
            foreach (var model in models)
            {
                Assert.Equal(models[0].Values.ToArray(), model.Values.ToArray());
                RequireNear(whole.Values, model.Values, 1e-4f);
            }
        }
    }

    [Theory, InlineData(CovarianceKind.Full), InlineData(CovarianceKind.Tied), InlineData(CovarianceKind.Diagonal), InlineData(CovarianceKind.Spherical)]
    public void A_mixture_has_the_same_bits_in_passes(CovarianceKind kind)
    {
        foreach (var isBytes in new[] { true, false })
        {
            var (source, x, _) = Rows(9001, 6, isBytes);
            var settings = new GaussianMixture { ClusterCount = 4, Covariance = kind, Restarts = 2, Seed = 3 };
            var (whole, streamed) = (settings.Fit(x), settings.Fit(source, Alone(memory: 80_000)));
            Assert.Equal(whole.Means.ToArray(), streamed.Means.ToArray());
            Assert.Equal(whole.Covariances.ToArray(), streamed.Covariances.ToArray());
            Assert.Equal(whole.LowerBounds, streamed.LowerBounds);
        }
    }

    [Fact]
    public void Processes_fit_nearly_the_same_mixture_and_all_the_same()
    {
        var (source, x, _) = Rows(9001, 6, isBytes: false);
        var settings = new GaussianMixture { ClusterCount = 4, Seed = 3 };
        var whole = settings.Fit(x);
        var models = ProcessesByThreads.Run(3, communicator => settings.Fit(source, Shared(communicator)));
        foreach (var model in models)
        {
            Assert.Equal(models[0].Means.ToArray(), model.Means.ToArray());
            for (var k = 0; k < whole.Means.Length; k++)
                Assert.Equal(whole.Means[k], model.Means[k], 1e-6);
            Assert.Equal(whole.LowerBound, model.LowerBound, 1e-9);
        }
    }

    [Fact]
    public void A_component_that_collapses_starts_again_at_the_same_row()
    {
        var values = new float[6000 * 3];
        var rng = new Rng(1);
        for (var i = 0; i < values.Length; i++)
            values[i] = i / 3 < 40 ? 100 : (float)rng.NextNormal();
        var x = new Matrix(6000, 3, values);
        var settings = new GaussianMixture { ClusterCount = 3, Ridge = 0, Seed = 2, MaxIterations = 30 };
        var whole = settings.Fit(x);
        Assert.True(whole.RestartedComponents > 0);
        Assert.Equal(whole.Means.ToArray(), settings.Fit(new MatrixRows(x), Alone(60_000)).Means.ToArray());
        var shared = ProcessesByThreads.Run(2, communicator => settings.Fit(new MatrixRows(x), Shared(communicator)));
        Assert.Equal(whole.RestartedComponents, shared[1].RestartedComponents);
        Assert.Equal(shared[0].Means.ToArray(), shared[1].Means.ToArray());
    }

    [Fact]
    public void Mini_batches_are_the_same_rows()
    {
        var (source, x, bytes) = Rows(3000, 40, isBytes: true);
        var settings = new MiniBatchKMeans { ClusterCount = 5, BatchSize = 200, MaxPasses = 4, Seed = 8 };
        var streamed = ((IStreamedClusterer)settings).Fit(source, Alone());
        Assert.Equal(settings.Fit(bytes!).Centres.Values.ToArray(), ((KMeansModel)streamed).Centres.Values.ToArray());
        Assert.Equal(settings.Fit(x).Centres.Values.ToArray(), ((KMeansModel)((IStreamedClusterer)settings).Fit(new MatrixRows(x), Alone())).Centres.Values.ToArray());
    }

    [Fact]
    public void Transformed_rows_are_the_rows_of_the_transformed_table()
    {
        var (source, x, _) = Rows(500, 12, isBytes: false);
        var step = new Pca { Components = 3 }.Fit(x);
        var (rows, whole) = (new TransformedRows(source, step), step.Transform(x));
        foreach (var (start, count) in new[] { (0, 500), (17, 1), (100, 33) })
            Assert.Equal(whole.Slice(start, count).Values.ToArray(), rows.Slice(start, count).Values.ToArray());
    }

    [Fact]
    public void Rows_that_are_kept_are_made_once_and_are_the_same_however_they_are_read()
    {
        var x = Rows(1000, 40, isBytes: false).X;
        var step = new Pca { Components = 3 }.Fit(x);
        var (whole, source) = (step.Transform(x), new CountedRows(x));
        using var kept = KeptRows.Of(new TransformedRows(source, step))!;
        foreach (var (start, count) in new[] { (999, 1), (100, 300), (0, 700), (256, 1), (650, 350), (0, 1000), (300, 500) })
            Assert.Equal(whole.Slice(start, count).Values.ToArray(), kept.Slice(start, count).Values.ToArray());
        var before = source.Read;
        Assert.Equal(whole.Values.ToArray(), kept.Slice(0, 1000).Values.ToArray());
        Assert.Equal(before, source.Read);
        WorkerPool.Run(100, (i, _) => Assert.Equal(whole.Slice(i * 10, 10).Values.ToArray(), kept.Slice(i * 10, 10).Values.ToArray()));
    }

    [Fact]
    public void Rows_are_not_kept_where_that_would_take_as_much_disk_as_the_data()
    {
        var x = Rows(500, 12, isBytes: false).X;
        Assert.Null(KeptRows.Of(new TransformedRows(new MatrixRows(x), new StandardScaler().Fit(x))));
    }

    private sealed class CountedRows(Matrix x) : IRowSource
    {
        private readonly MatrixRows _rows = new(x);

        public int Read { get; private set; }

        public int Rows => x.Rows;

        public int Columns => x.Columns;

        public float? ByteScale => null;

        public long BytesOfRow => _rows.BytesOfRow;

        void IRowSource.Read(int start, Span<float> values)
        {
            Read += values.Length / Columns;
            _rows.Read(start, values);
        }

        void IRowSource.Read(int start, Span<byte> values) => _rows.Read(start, values);
    }

    private static void RequireNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - tolerance, expected[i] + tolerance);
    }

    private static (IRowSource Source, Matrix X, ByteMatrix? Bytes) Rows(int rows, int columns, bool isBytes)
    {
        var (rng, values) = (new Rng(4), new byte[rows * columns]);
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)Math.Clamp(120 + (25 * ((i / columns) % 4) * ((i % columns % 3) - 1)) + (12 * rng.NextNormal() * (1 + (i % columns))) / 4, 0, 255);
        var bytes = new ByteMatrix(rows, columns, values);
        return isBytes ? (new MatrixRows(bytes), bytes.ToMatrix(), bytes) : (new MatrixRows(bytes.ToMatrix()), bytes.ToMatrix(), null);
    }
}
