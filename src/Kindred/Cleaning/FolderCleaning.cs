using Kindred.Cleaning.Duplicates;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Cleaning;

/// <summary>Looks through a folder of pictures for what people sort out: flaws, and files of one picture. Only reads.</summary>
public sealed record FolderCleaning
{
    private const double MostOfAll = 0.8;

    /// <summary>Less <see cref="PictureFacts.Sharpness"/> than this is blurry.</summary>
    public double LeastSharpness { get; init => field = Guard.NotNegative(value); } = 15;

    /// <summary>A darker <see cref="PictureFacts.Brightness"/> than this is dark.</summary>
    public double LeastBrightness { get; init => field = Guard.NotNegative(value); } = 30;

    /// <summary>A larger <see cref="PictureFacts.WhiteShare"/> than this is over-exposed.</summary>
    public double MostWhite { get; init => field = Guard.NotNegative(value); } = 0.6;

    /// <summary>Less <see cref="PictureFacts.Contrast"/> than this is one colour.</summary>
    public double LeastContrast { get; init => field = Guard.NotNegative(value); } = 4;

    /// <summary>Fewer pixels than this share of the median are an odd size.</summary>
    public double LeastPixels { get; init => field = Guard.NotNegative(value); } = 0.25;

    /// <summary>Sides whose ratio differs from the median by more than this factor are an odd shape.</summary>
    public double MostOddRatio { get; init => field = Guard.Positive(value); } = 2;

    public DuplicateSearch Duplicates { get; init; } = new();

    /// <exception cref="DataFileException">There is no such folder, or no picture in it.</exception>
    public CleaningReport Run(string folder, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var paths = ImageFolderListing.Of(folder).Images;
        if (paths.Length == 0)
            throw new DataFileException(folder, "there are no pictures in this folder; PNG, JPEG, WebP, GIF, BMP or TIFF files are needed.");
        var facts = new PictureFacts[paths.Length];
        var done = 0;
        WorkerPool.Run(paths.Length, (i, worker) =>
        {
            cancellation.ThrowIfCancellationRequested();
            facts[i] = PictureFacts.Of(folder, paths[i]);
            var count = Interlocked.Increment(ref done);
            if (worker == 0)
                progress?.Report(new FitProgress("look at pictures", count, paths.Length, double.NaN));
        });
        var pairs = Duplicates.Find(folder, facts, progress, cancellation);
        return new CleaningReport(folder, Judge(facts), Group(facts, pairs));
    }

    private LookedAt[] Judge(PictureFacts[] facts)
    {
        PictureFacts[] whole = [.. facts.Where(one => one.Problem is null)];
        var (pixels, ratio) = (Median(whole, one => one.Pixels), Median(whole, Ratio));
        var isColour = whole.Count(one => !one.IsGrey) >= MostOfAll * whole.Length;
        return Array.ConvertAll(facts, one => new LookedAt(one, one.Problem is not null ? [Flaw.Broken] : [.. Flaws(one, pixels, ratio, isColour)]));
    }

    private IEnumerable<Flaw> Flaws(PictureFacts one, double pixels, double ratio, bool isColour)
    {
        if (one.Contrast < LeastContrast)
            yield return Flaw.Empty;
        else if (one.Sharpness < LeastSharpness)
            yield return Flaw.Blurry;
        if (one.Brightness < LeastBrightness)
            yield return Flaw.Dark;
        if (one.WhiteShare > MostWhite)
            yield return Flaw.OverExposed;
        if (one.Pixels < LeastPixels * pixels)
            yield return Flaw.OddSize;
        // a picture held upright has the proportions of one held lying
        if (Math.Min(Math.Abs(Math.Log(Ratio(one) / ratio)), Math.Abs(Math.Log(Ratio(one) * ratio))) > Math.Log(MostOddRatio))
            yield return Flaw.OddShape;
        if (isColour && one.IsGrey)
            yield return Flaw.Grey;
    }

    private static double Ratio(PictureFacts one) => (double)one.Width / one.Height;

    private static double Median(PictureFacts[] facts, Func<PictureFacts, double> of)
    {
        var values = facts.Select(of).Order().ToArray();
        return values.Length == 0 ? 1 : values[values.Length / 2];
    }

    private static DuplicateGroup[] Group(PictureFacts[] facts, IReadOnlyList<DuplicatePair> pairs)
    {
        var sets = new DisjointSets(facts.Length);
        foreach (var pair in pairs)
            sets.Join(pair.First, pair.Second);
        var groups = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().GroupBy(sets.Find);
        return [.. groups.Select(group => Of(facts, [.. group.Order()], pairs)).OrderBy(group => group.Best)];
    }

    private static DuplicateGroup Of(PictureFacts[] facts, int[] members, IReadOnlyList<DuplicatePair> pairs)
    {
        var best = members.OrderByDescending(i => facts[i].Pixels).ThenByDescending(i => facts[i].Sharpness).ThenBy(i => facts[i].Modified).ThenBy(i => i).First();
        return new DuplicateGroup(best, [.. members.Where(i => i != best).Select(i => Told(i))]);

        // by its likeness to the best, else to another of the group
        (int Place, string Kind, double Likeness) Told(int i)
        {
            var own = pairs.Where(pair => pair.First == i || pair.Second == i).ToArray();
            var told = own.FirstOrDefault(pair => pair.First == best || pair.Second == best) ?? own.MaxBy(pair => pair.Likeness)!;
            return (i, told.Kind, told.Likeness);
        }
    }
}
