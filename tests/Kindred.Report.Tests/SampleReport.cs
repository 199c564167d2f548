using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding.Views;
using Kindred.Evaluation;
using Kindred.Graphs;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Report.Tests;

/// <summary>Reports for the browser to open: real images, grouped around one image drawn from each cluster.</summary>
internal sealed record SampleReport
{
    public required Dataset Data { get; init; }

    public int ClusterCount { get; init; } = 10;

    public int RunCount { get; init; } = 1;

    /// <summary>Probabilities, losses, reconstructions and layers, as a mixture on an autoencoder's codes has them.</summary>
    public bool IsDeep { get; init; } = true;

    /// <summary>Every so many rows one is in no cluster; none where 0.</summary>
    public int NoneEvery { get; init; }

    /// <summary>Every cluster has two parts: a third of its rows, and the rest; clusters merge one after the other.</summary>
    public bool HasTree { get; init; }

    public string Title { get; init; } = "Kindred report";

    public static Dataset Unlabelled(Dataset data) => data with
    {
        Train = new ImageSet(data.Train.Pixels, data.Shape),
        Test = data.Test is null ? null : new ImageSet(data.Test.Pixels, data.Shape),
        ClassNames = [],
    };

    /// <summary>Five hundred rows of twelve numbers.</summary>
    public static Dataset Table()
    {
        var rng = new Rng(11);
        var x = new Matrix(500, 12, Enumerable.Range(0, 6000).Select(_ => (float)rng.NextNormal()).ToArray());
        return new Dataset("table", new string('1', 64), new ImageSet(x, ImageShape.OfTable(12)), null, []);
    }

    public ReportContent Content()
    {
        var samples = ReportSamples.Of(Data);
        var model = new LinearCodes(Data.Train, 10);
        var codes = samples.Images.Select(model.Encode);
        var runs = Enumerable.Range(0, RunCount).Select(seed => Run((ulong)seed, samples, codes, model)).ToArray();
        return new ReportContent
        {
            Title = Title,
            Version = "0.1.0",
            Runs = runs,
            Published = Data.ClassNames.Count == 0 ? [] : [new("Another group", runs[0].Record.Recipe, "train", "majorityVoteAccuracy", 0.60795)],
        };
    }

    private ReportRun Run(ulong seed, ReportSamples samples, Parts<Matrix> codes, LinearCodes model)
    {
        var centres = Centres(codes.Train!, new Rng(seed + 3));
        var distances = codes.Select(part => Distances(part, centres));
        var groups = distances.Select(part => part.Select((row, i) => NoneEvery > 0 && i % NoneEvery == 0 ? Membership.NoCluster : Array.IndexOf(row, row.Min())).ToArray());
        var shown = Data.Train.Take([.. Enumerable.Range(0, Math.Min(16, Data.Train.Count))]);
        return new ReportRun(Record(seed, samples, groups))
        {
            ChosenEpoch = IsDeep ? 17 : null,
            Details = new ReportDetails
            {
                Samples = samples,
                ClusterCount = ClusterCount,
                Groups = groups,
                Distances = distances.Select(part => part.Select(row => row.Min()).ToArray()),
                Probabilities = IsDeep ? distances.Select(part => part.Select(Probability).ToArray()) : null,
                Codes = codes,
                Maps = [new ReportMap("Map", codes.Select(FirstTwo), "two numbers")],
                Tree = HasTree ? Tree() : null,
                Leaves = HasTree ? groups.Select(part => part.Select((group, i) => group < 0 ? group : (2 * group) + (i % 3 == 0 ? 1 : 0)).ToArray()) : null,
                Reconstructions = IsDeep ? (shown, model.Restore(model.Encode(shown), Data.Shape)) : null,
                Views = IsDeep ? (new ImageSet(ViewStrip.Of(ViewSettings.Middle, Data.Train, seed), Data.Shape), ViewStrip.Each) : null,
                Layers = IsDeep ? Layers : null,
            },
        };
    }

    private ClusterTree Tree()
    {
        var leaves = 2 * ClusterCount;
        var within = Enumerable.Range(0, ClusterCount).Select(cluster => new Merge(2 * cluster, (2 * cluster) + 1, 5, 0));
        var between = Enumerable.Range(1, ClusterCount - 1).Select(cluster => new Merge(cluster == 1 ? leaves : leaves + ClusterCount + cluster - 2, leaves + cluster, 1, 0));
        return new ClusterTree([.. Enumerable.Range(0, leaves).Select(leaf => leaf / 2)], [.. within, .. between], leaves);
    }

    private RunRecord Record(ulong seed, ReportSamples samples, Parts<int[]> groups)
    {
        var tables = samples.Images.Select(part => part.Classes is null ? null : Table(part, groups));
        return new RunRecord
        {
            Recipe = IsDeep ? "mixture-on-codes" : "kmeans-pixels",
            Seed = seed,
            Threads = 2,
            Version = "0.1.0",
            Processor = "A processor (2 logical processors), Linux",
            Dataset = new DatasetSummary(
                Data.Name, Data.Sha256, Data.Shape.InArrayOrder, Data.Train.Count, 0, Data.Test?.Count ?? 0, SplitSeed: null, Data.ClassNames),
            Settings = "MixtureOnCodes { Encoder = Autoencoder { Architecture = DenseArchitecture { Widths = [784, 500, 500, 2000, 10] } } }",
            Stages = [new Stage("encode", 4.25), new Stage("group", 1.5 + seed)],
            History = IsDeep ? [.. Enumerable.Range(1, 22).Select(Loss)] : [],
            Outcome = new Dictionary<string, double> { ["iterations"] = 31, ["converged"] = 1 },
            Scores = tables.Select(Scores.Of),
            Confusion = tables.Select(table => table.ToRows()),
        };
    }

    private Contingency Table(ImageSet part, Parts<int[]> groups) =>
        Contingency.Of(part.Classes, [.. (part == Data.Train ? groups.Train : groups.Test)!.Select(group => group < 0 ? ClusterCount : group)], Data.ClassNames.Count, ClusterCount);

    private static EpochRecord Loss(int epoch) =>
        new(epoch, 0.02 + (0.1 / epoch), 0.022 + (0.1 / epoch) + (0.0001 * Math.Pow(Math.Max(0, epoch - 15), 2)));

    private Matrix Centres(Matrix codes, Rng rng)
    {
        var centres = codes.Take(rng.Permutation(codes.Rows).AsSpan(0, ClusterCount));
        for (var round = 0; round < 8; round++)
            centres = Moved(codes, centres);
        return centres;
    }

    // each centre to the mean of the rows nearest to it
    private static Matrix Moved(Matrix codes, Matrix centres)
    {
        var (sums, sizes) = (new float[centres.Rows * centres.Columns], new int[centres.Rows]);
        for (var i = 0; i < Math.Min(codes.Rows, 5000); i++)
        {
            var distances = DistancesOf(codes.Row(i), centres);
            var nearest = Array.IndexOf(distances, distances.Min());
            sizes[nearest]++;
            for (var j = 0; j < centres.Columns; j++)
                sums[(nearest * centres.Columns) + j] += codes.Row(i)[j];
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] /= Math.Max(1, sizes[i / centres.Columns]);
        return new Matrix(centres.Rows, centres.Columns, sums);
    }

    private static float[][] Distances(Matrix codes, Matrix centres) =>
        [.. Enumerable.Range(0, codes.Rows).Select(i => DistancesOf(codes.Row(i), centres))];

    private static float[] DistancesOf(ReadOnlySpan<float> row, Matrix centres)
    {
        var distances = new float[centres.Rows];
        for (var c = 0; c < distances.Length; c++)
        {
            var sum = 0f;
            for (var j = 0; j < row.Length; j++)
                sum += (row[j] - centres.Row(c)[j]) * (row[j] - centres.Row(c)[j]);
            distances[c] = MathF.Sqrt(sum);
        }

        return distances;
    }

    private static float Probability(float[] distances) =>
        1 / distances.Sum(distance => MathF.Exp(((distances.Min() * distances.Min()) - (distance * distance)) / 6));

    private static Matrix FirstTwo(Matrix codes) =>
        new(codes.Rows, 2, Enumerable.Range(0, codes.Rows * 2).Select(i => codes.Row(i / 2)[i % 2]).ToArray());

    private const string Layers =
        """
        Layer          Output     Parameters
        -------------  ---------  ----------
        Dense + ReLU   500           392,500
        Dense + ReLU   500           250,500
        Dense + ReLU   2000        1,002,000
        Dense          10             20,010
        -------------  ---------  ----------
        Total                      1,665,010
        """;
}
