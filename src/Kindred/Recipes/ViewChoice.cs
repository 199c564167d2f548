using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Evaluation;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Chooses among an encoder's <see cref="ContrastiveEncoder.Candidates"/> by short trainings on a part of the rows: docs/decisions/0046. No class is read.</summary>
public sealed record ViewChoice
{
    private const int HeldOutEvery = 4;
    private const int FewestRows = 32;

    /// <summary>Rows looked at, evenly spaced: of four, three are learned from.</summary>
    public int MostRows { get; init => field = Guard.Positive(value); } = 4000;

    /// <summary>Times that each of these is seen in one training.</summary>
    public int Passes { get; init => field = Guard.Positive(value); } = 20;

    /// <summary>Trainings with the views of one candidate, each with a seed of its own.</summary>
    public int Trainings { get; init => field = value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "What comes again is told from two trainings or more."); } = 2;

    /// <summary>Rows a step, fewer where there are fewer than eight steps of them.</summary>
    public int BatchSize { get; init => field = Guard.Positive(value); } = 128;

    /// <summary>Neighbours that a row which was held out is looked for beside.</summary>
    public int Neighbours { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>How often a row is seen, by all trainings together and all rows counted.</summary>
    /// <param name="candidates">Among which is chosen.</param>
    /// <param name="rows">That there are.</param>
    public long RowsSeen(int candidates, int rows)
    {
        var sample = Math.Min(rows, MostRows);
        return sample < FewestRows ? 0 : (long)candidates * Trainings * Passes * (sample - (sample / HeldOutEvery));
    }

    /// <summary>The scores of all candidates of <paramref name="encoder"/> on <paramref name="rows"/>, pictures as the encoder takes them; of fewer than 32 nothing can be told, and all have 0.</summary>
    /// <exception cref="ArgumentException">There are no candidates.</exception>
    public ChosenViews Of(ContrastiveEncoder encoder, ImageSet rows, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(rows);
        if (encoder.Candidates.Count == 0)
            throw new ArgumentException("The encoder has no candidates to choose among.", nameof(encoder));
        var count = Math.Min(rows.Count, MostRows);
        if (count < FewestRows)
            return new ChosenViews([.. encoder.Candidates.Select(candidate => new JudgedViews(candidate, 0, 0, 0))]);
        var sample = rows.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.Count / count))]);
        var heldOut = HeldOut.Of(encoder, sample, HeldOutEvery, Neighbours, cancellation);
        var (done, clusterings) = (0, new List<int[]?[]>());
        foreach (var candidate in encoder.Candidates)
        {
            var found = new int[]?[Trainings];
            for (var training = 0; training < Trainings; training++)
            {
                found[training] = Clusters(encoder, candidate.Views, training, heldOut, sample.Pixels, cancellation);
                progress?.Report(new FitProgress("choice of views", ++done, encoder.Candidates.Count * Trainings, 0));
            }

            clusterings.Add(found);
        }

        return new ChosenViews([.. encoder.Candidates.Select((candidate, place) => Judged(candidate, place, clusterings, heldOut))]);
    }

    /// <summary>Clusters of all rows of the sample by codes that a part of them taught; null where the encoder says itself that it learned nothing.</summary>
    private int[]? Clusters(ContrastiveEncoder encoder, ViewSettings views, int training, HeldOut heldOut, Matrix sample, CancellationToken cancellation)
    {
        var learned = heldOut.Learned;
        var trial = encoder with
        {
            Views = views,
            Candidates = [],
            Epochs = Passes,
            BatchSize = Math.Clamp(learned.Rows / 8, 2, BatchSize),
            CheckpointFolder = null,
            Seed = new Rng(encoder.Seed).Split(training).State,
        };
        var model = trial.Fit(learned, progress: null, cancellation);
        if (model.Failure is not null)
            return null;
        var whole = model.Transform(sample);
        var codes = new Matrix(whole.Rows, model.Architecture.CodeLength);  // without features that stand beside them, which no views change
        for (var i = 0; i < codes.Rows; i++)
            whole.Row(i)[..codes.Columns].CopyTo(codes.MutableRow(i));
        IClusterModel found = new Leiden { Seed = encoder.Seed }.Fit(codes, progress: null, cancellation);
        return found.Fitted is { } own ? own.Clusters : found.Predict(codes);
    }

    private static JudgedViews Judged(NamedViews candidate, int place, List<int[]?[]> clusterings, HeldOut heldOut)
    {
        var own = clusterings[place].OfType<int[]>().ToArray();
        if (own.Length < clusterings[place].Length)
            return new JudgedViews(candidate, 0, 0, 0);
        var pairs = from a in Enumerable.Range(0, own.Length) from b in Enumerable.Range(a + 1, own.Length - a - 1) select Agreement.Of(own[a], own[b]);
        var others = from other in clusterings.Where((_, i) => i != place).SelectMany(found => found).OfType<int[]>() from mine in own select Agreement.Of(mine, other);
        return new JudgedViews(candidate, pairs.Average(), others.DefaultIfEmpty(0).Average(), own.Average(heldOut.KeptTogether));
    }

    /// <summary>Rows that no training sees, and which of those that one sees are near them by features that no training changes.</summary>
    /// <param name="Learned">The rows that are learned from.</param>
    /// <param name="Rows">Places in the sample: of those held out.</param>
    /// <param name="Near">Of each, places in the sample.</param>
    private sealed record HeldOut(Matrix Learned, int[] Rows, int[][] Near)
    {
        public static HeldOut Of(ContrastiveEncoder encoder, ImageSet sample, int every, int neighbours, CancellationToken cancellation)
        {
            var learned = Enumerable.Range(0, sample.Count).Where(i => i % every != every - 1).ToArray();
            var held = Enumerable.Range(0, sample.Count).Where(i => i % every == every - 1).ToArray();
            var x = sample.Pixels;
            var features = encoder.Positives is { } positives ? positives.Features.Fit(x, progress: null, cancellation).Transform(x) : x;
            var directions = new Matrix(features.Rows, features.Columns, features.Values.ToArray());
            Directions.Apply(directions, Directions.MeanOf(directions));
            var known = new ImageSet(directions, ImageShape.OfTable(directions.Columns));
            var near = new NearestNeighbours { Count = Math.Min(neighbours, learned.Length) }.Query(known.Take(learned).Pixels, known.Take(held).Pixels, progress: null, cancellation);
            return new HeldOut(sample.Take(learned).Pixels, held, [.. Enumerable.Range(0, held.Length).Select(i => Array.ConvertAll(near.Indices(i).ToArray(), place => learned[place]))]);
        }

        /// <summary>How much more often a row's neighbours are in its cluster than rows drawn by chance: 1 for always, 0 for as often.</summary>
        public double KeptTogether(int[] clusters)
        {
            var kept = Rows.Select((row, i) => Near[i].Average(near => clusters[near] == clusters[row] ? 1.0 : 0)).Average();
            var chance = clusters.CountBy(cluster => cluster).Sum(cluster => Math.Pow((double)cluster.Value / clusters.Length, 2));
            return chance < 1 ? (kept - chance) / (1 - chance) : 0;
        }
    }
}

/// <summary>What was told of views without labels, each at most 1 and 0 for what chance gives.</summary>
/// <param name="Candidate">The views.</param>
/// <param name="ComesAgain">The mean adjusted Rand index of clusterings after trainings that differ in their seed.</param>
/// <param name="Agrees">The same with clusterings after trainings with the views of the other candidates.</param>
/// <param name="KeepsTogether">How far rows that were held out are in the clusters of their neighbours by features that are not learned.</param>
public sealed record JudgedViews(NamedViews Candidate, double ComesAgain, double Agrees, double KeepsTogether)
{
    /// <summary>The mean of the three.</summary>
    public double Score => (ComesAgain + Agrees + KeepsTogether) / 3;
}

/// <summary>Which views were chosen, and the scores of all.</summary>
/// <param name="Judged">In the order of the candidates.</param>
public sealed record ChosenViews(ValueList<JudgedViews> Judged)
{
    /// <summary>The one with the highest score; of equal ones the first.</summary>
    public JudgedViews Best => Judged.MaxBy(judged => judged.Score)!;

    /// <summary>What was chosen and why, for whoever reads the run.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"Views: {Best.Candidate.Name}, of {string.Join(", ", Judged.Select(Told))} (comes again, agrees with the others, keeps neighbours together; their mean counts, no class is read).");

    private static string Told(JudgedViews judged) =>
        string.Create(CultureInfo.InvariantCulture, $"{judged.Candidate.Name} {judged.ComesAgain:0.00}, {judged.Agrees:0.00}, {judged.KeepsTogether:0.00}");
}
