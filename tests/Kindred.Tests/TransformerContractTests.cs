using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Features;
using Kindred.Manifold;
using Kindred.Models;
using Kindred.Neighbours;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests;

/// <summary>What every transformer promises. A new one is a line in <see cref="All"/>.</summary>
public sealed class TransformerContractTests
{
    private static readonly int[] ThreadCounts = [1, 2, 4];

    private static readonly Dictionary<string, Func<int, ITransformer>> Transformers = new()   // for so many columns
    {
        ["MinMaxScaler"] = _ => new MinMaxScaler(),
        ["StandardScaler"] = _ => new StandardScaler(),
        ["RangeScaler"] = _ => new RangeScaler(),
        ["UnitLength"] = _ => new UnitLength(),
        ["UnitLength, of roots"] = _ => new UnitLength { SquareRoots = true },
        ["Pca, by share"] = _ => new Pca { Components = 5, VarianceShare = 0.6 },
        ["Pca"] = _ => new Pca { Components = 3 },
        ["Pca, whitened"] = _ => new Pca { Components = 2, Whiten = true },
        ["OrientationHistograms"] = columns => new OrientationHistograms { Shape = new ImageShape(2, columns / 2, 1) },
        ["ColourHistogram"] = columns => new ColourHistogram { Shape = new ImageShape(columns, 1, 1) },
        ["Autoencoder"] = columns => new Autoencoder { Architecture = new DenseArchitecture { Widths = [columns, 4, 2] }, Trainer = new Trainer { Epochs = 2 } },
        ["ContrastiveEncoder"] = columns => new ContrastiveEncoder
        {
            Architecture = new ContrastiveArchitecture { Shape = new ImageShape(2, columns / 2, 1), Channels = [4, 6], CodeLength = 5, Projection = [4] },
            Epochs = 2,
            BatchSize = 40,
        },
        ["Umap"] = _ => new Umap { Neighbours = 6, Epochs = 30, Seed = 3 },
        ["Umap, in five columns"] = _ => new Umap { Components = 5, Neighbours = 4, Epochs = 9, MinDistance = 0, Metric = Metric.Cosine },
        ["Concatenation"] = _ => new Concatenation { Parts = [new(new StandardScaler(), 1), new(new Pca { Components = 2 }, 0.5)] },
    };

    public static TheoryData<string> All => [.. Transformers.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var x = Rows(1500, 20);
        var before = Parallelism.Threads;
        try
        {
            var results = ThreadCounts.Select(threads =>
            {
                Parallelism.Threads = threads;
                return Fit(name, x).Transform(x).Values.ToArray();
            }).ToArray();
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Leaves_the_rows_as_they_were(string name)
    {
        var x = Rows(50, 6);
        var before = x.Values.ToArray();
        Fit(name, x).Transform(x);
        Assert.Equal(before, x.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Transforms_every_row_by_itself(string name)
    {
        var x = Rows(600, 6);
        var transform = Fit(name, x);
        var all = transform.Transform(x);
        Assert.Equal(x.Rows, all.Rows);
        Assert.Equal(all.Slice(100, 7).Values.ToArray(), transform.Transform(x.Slice(100, 7)).Values.ToArray());
        Assert.Equal(0, transform.Transform(x.Slice(0, 0)).Rows);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gives_finite_values_for_columns_that_do_not_vary(string name)
    {
        var x = Rows(50, 6);
        for (var i = 0; i < 50; i++)
            x.MutableRow(i)[2] = 0.1f;
        Assert.All(Fit(name, x).Transform(x).Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_values_that_are_not_finite(string name)
    {
        var good = Rows(50, 6);
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var x = Rows(50, 6);
            x.MutableRow(17)[4] = bad;
            Assert.Contains("row 17, column 4", Assert.Throws<ArgumentException>(() => Fit(name, x)).Message, StringComparison.Ordinal);
            var transform = Fit(name, good);
            Assert.Throws<ArgumentException>(() => transform.Transform(x));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_rows_of_other_columns(string name)
    {
        var transform = Fit(name, Rows(50, 6));
        Assert.Equal("The model was fitted on 6 columns, got 5.", Assert.Throws<ArgumentException>(() => transform.Transform(Rows(50, 5))).Message);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_tables_without_rows_or_columns(string name)
    {
        Assert.Throws<ArgumentException>(() => Fit(name, Rows(0, 6)));
        Assert.Throws<ArgumentException>(() => Fit(name, Rows(50, 0)));
        Assert.Throws<ArgumentNullException>(() => Transformers[name](6).Fit((Matrix)null!));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Stops_when_asked(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Transformers[name](6).Fit(Rows(50, 6), cancellation: new CancellationToken(canceled: true)));

    [Theory]
    [MemberData(nameof(All))]
    public void Settings_print_their_names(string name) =>
        Assert.StartsWith(name.Split(',')[0] + " {", Transformers[name](6).ToString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Is_read_back_from_a_file_with_the_same_bits(string name)
    {
        var x = Rows(200, 6);
        var fitted = Fit(name, x);
        var read = ModelKinds.ReadStep(fitted.Kind.Name, StoredRoundTrip.Of(fitted));
        Assert.Equal((fitted.InputColumns, fitted.OutputColumns), (read.InputColumns, read.OutputColumns));
        Assert.Equal(fitted.Transform(x).Values.ToArray(), read.Transform(x).Values.ToArray());
        Assert.Equal(fitted.OutputColumns, fitted.Transform(x).Columns);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Has_a_name_in_words(string name) => Assert.Matches("^[a-z0-9 -]+$", Transformers[name](6).Name);

    private static ITransform Fit(string name, Matrix x) => Transformers[name](Math.Max(2, x.Columns)).Fit(x);

    private static Matrix Rows(int rows, int columns)
    {
        var rng = new Rng(1);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(i => (float)(rng.NextNormal() * (1 + (i % Math.Max(1, columns))))).ToArray());
    }
}
