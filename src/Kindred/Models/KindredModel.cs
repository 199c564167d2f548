using System.Numerics.Tensors;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Models;

/// <summary>The whole way from images to named groups, fitted: what it takes, the steps to codes, the clusters and their names.</summary>
/// <remarks>Saved as one file (docs/model-file.md) that assigns with the same bits. Immutable, so safe to share between threads.</remarks>
public sealed class KindredModel
{
    /// <summary>The name a run gives the file.</summary>
    public const string FileName = "model.kindred";

    /// <summary>The share of the rows a model was made from that lie beyond <see cref="UnusualDistance"/>, rounded down to whole rows.</summary>
    public const double UnusualShare = 0.001;

    /// <summary>Items at a time, so that memory for bytes as floats stays small; results do not depend on it.</summary>
    private const int ItemsAtOnce = 4096;

    /// <exception cref="ArgumentException">A part is of no kind that a file can hold, or takes other rows than the part before it gives.</exception>
    internal KindredModel(
        ModelInput input, IReadOnlyList<ITransform> steps, IClusterModel clusterer, ModelOrigin origin, float unusualDistance, IEnumerable<string>? names = null)
    {
        ModelKinds.Check(input.Columns, steps, clusterer);
        if (!float.IsFinite(unusualDistance))
            throw new ArgumentException($"The distance of what is unusual must be finite, got {unusualDistance}.");
        (Input, Steps, Clusterer, Origin, UnusualDistance) = (input, steps, clusterer, origin, unusualDistance);
        Names = names is null ? ClusterNames.Default(clusterer.ClusterCount) : ClusterNames.Check(names, clusterer.ClusterCount);
    }

    public ModelInput Input { get; }

    /// <summary>From rows to codes, in order: scalings, principal components, autoencoders; none where rows are clustered as they are.</summary>
    public IReadOnlyList<ITransform> Steps { get; }

    /// <summary>From codes to clusters.</summary>
    public IClusterModel Clusterer { get; }

    public int ClusterCount => Clusterer.ClusterCount;

    /// <summary>One a cluster.</summary>
    public ValueList<string> Names { get; }

    public ModelOrigin Origin { get; }

    /// <summary>Items farther from their cluster than this are unlike anything the model was made from: at most one in a thousand of its rows was.</summary>
    /// <remarks>In the measure of <see cref="Assignment.Distance"/>: −ln p for a mixture, so that it is a threshold on the likelihood; the distance to the centre for k-means.</remarks>
    public float UnusualDistance { get; }

    /// <summary>A model of parts that were fitted one after the other on <paramref name="images"/>, which say what is usual.</summary>
    /// <exception cref="ArgumentException">There are no images, or a part is of no kind that a file can hold, or takes other rows than the part before it gives.</exception>
    public static KindredModel Of(ImageSet images, IReadOnlyList<ITransform> steps, IClusterModel clusterer, ModelOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(clusterer);
        var input = ModelInput.Of(images);
        var model = new KindredModel(input, [.. steps], clusterer, origin ?? new ModelOrigin { Rows = images.Count }, unusualDistance: 0);
        return new KindredModel(input, model.Steps, clusterer, model.Origin, FarthestUsual(model.Assign(images).Distances));
    }

    /// <summary>What <see cref="Save"/> wrote: a model that assigns with the same bits. Nothing in the file is believed before it is checked, and nothing is executed.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged, altered, of a newer version, or no model; the message says what is wrong and what is needed.</exception>
    public static KindredModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelFile.Read(path);
    }

    /// <summary>Writes everything to one file, as a whole or not at all.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFile.Write(this, path);
    }

    /// <summary>The same model with another distance of what is unusual.</summary>
    internal KindredModel WithUnusualDistance(float distance) => new(Input, Steps, Clusterer, Origin, distance, Names);

    /// <summary>The same model with these names, one a cluster.</summary>
    /// <exception cref="ArgumentException">There are more or fewer names than clusters, or one is blank, too long, or holds control characters.</exception>
    public KindredModel WithNames(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new KindredModel(Input, Steps, Clusterer, Origin, UnusualDistance, names);
    }

    /// <summary>The same model with other names for some clusters, by their numbers.</summary>
    /// <exception cref="ArgumentException">There is no cluster of such a number, or a name is blank, too long, or holds control characters.</exception>
    public KindredModel WithNames(IReadOnlyDictionary<int, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var cluster in names.Keys)
        {
            if (cluster < 0 || cluster >= ClusterCount)
                throw new ArgumentException($"There is no cluster {cluster}; the model has clusters 0 to {ClusterCount - 1}.", nameof(names));
        }

        return WithNames(Names.Select((name, cluster) => names.GetValueOrDefault(cluster, name)));
    }

    /// <summary>The cluster of every item. Images of other sizes or colours are brought to <see cref="Input"/> first.</summary>
    /// <exception cref="ArgumentException">The items cannot be brought to <see cref="Input"/>, or a value is not finite.</exception>
    public Assignments Assign(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var call = KindredTelemetry.Assigning(images.Count);
        var parts = new List<Membership>();
        for (var start = 0; start < images.Count || start == 0; start += ItemsAtOnce)
            parts.Add(Group(Input.Bring(images.Slice(start, Math.Min(ItemsAtOnce, images.Count - start)))));
        var assigned = new Assignments(Membership.Join(parts), Names, UnusualDistance);
        call.Done(assigned.Count, assigned.UnusualCount);
        return assigned;
    }

    /// <summary>The cluster of every row; rows have as many columns as <see cref="ModelInput.Columns"/> says, pixels in [0, 1], other values less their <see cref="ModelInput.Origins"/>.</summary>
    /// <exception cref="ArgumentException">The columns are others, or a value is not finite.</exception>
    /// <exception cref="InvalidDataException">The model gives no number, as one from an altered file may.</exception>
    public Assignments Assign(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Guard.Columns(x.Columns, Input.Columns);
        return Assign(new ImageSet(x, Input.Shape) { Origins = Input.Origins is null ? null : [.. Input.Origins], Unit = Input.Unit ?? PixelUnit.Byte });
    }

    /// <summary>The cluster of every row; rows have as many columns as <see cref="ModelInput.Columns"/> says.</summary>
    /// <exception cref="ArgumentException">The columns are others.</exception>
    public Assignments Assign(ByteMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Guard.Columns(x.Columns, Input.Columns);
        return Assign(new ImageSet(x, Input.Shape));
    }

    /// <summary>What the steps make of every item: the rows that the clusters lie among.</summary>
    /// <exception cref="ArgumentException">The items cannot be brought to <see cref="Input"/>, or a value is not finite.</exception>
    public Matrix Encode(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var codes = new Matrix(images.Count, Clusterer.Columns);
        for (var start = 0; start < images.Count; start += ItemsAtOnce)
        {
            var part = ThroughSteps(Input.Bring(images.Slice(start, Math.Min(ItemsAtOnce, images.Count - start))));
            for (var i = 0; i < part.Rows; i++)
                part.Row(i).CopyTo(codes.MutableRow(start + i));
        }

        return codes;
    }

    /// <summary>The nearest of many items to each of <paramref name="images"/>, by the Euclidean distance of their codes.</summary>
    /// <param name="images">What is looked for.</param>
    /// <param name="codes">Of the items that are searched, as <see cref="Encode"/> makes them and a run keeps them.</param>
    /// <param name="count">Of the nearest; at most as many as items.</param>
    /// <exception cref="ArgumentException">The items cannot be brought to <see cref="Input"/>, there are fewer codes than <paramref name="count"/>, or they are not of this model.</exception>
    public NeighbourTable Find(ImageSet images, Matrix codes, int count)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Guard.Columns(codes.Columns, Clusterer.Columns);
        return new NearestNeighbours { Count = count }.Query(codes, Encode(images));
    }

    /// <summary>The nearest of many items to each of <paramref name="images"/>, by the Euclidean distance of their codes, which are laid out for many such questions.</summary>
    /// <param name="images">What is looked for.</param>
    /// <param name="codes">Of the items that are searched, as <see cref="Encode"/> makes them and a run keeps them.</param>
    /// <exception cref="ArgumentException">The items cannot be brought to <see cref="Input"/>, or the codes are not of this model.</exception>
    public NeighbourTable Find(ImageSet images, ExactIndex codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return codes.Query(Encode(images));
    }

    /// <summary>The smallest of <paramref name="distances"/> with at most <see cref="UnusualShare"/> of them beyond.</summary>
    internal static float FarthestUsual(ReadOnlySpan<float> distances)
    {
        if (distances.IsEmpty)
            throw new ArgumentException("A model is made from at least one row, got none.");
        var sorted = distances.ToArray();
        Array.Sort(sorted);
        return Math.Clamp(sorted[sorted.Length - 1 - (int)(sorted.Length * UnusualShare)], float.MinValue, float.MaxValue);
    }

    private Membership Group(ImageSet images) => Checked(Steps is []
        ? images.PassTo(Clusterer.Assign, Clusterer.Assign)
        : Clusterer.Assign(ThroughSteps(images)));

    private Matrix ThroughSteps(ImageSet images) => Steps is []
        ? images.Pixels
        : Steps.Skip(1).Aggregate(RequireNumbers(images.PassTo(Steps[0].Transform, Steps[0].Transform)), (x, step) => RequireNumbers(step.Transform(x)));

    private static Matrix RequireNumbers(Matrix rows) => rows.Values.IsEmpty || TensorPrimitives.IsFiniteAll(rows.Values) ? rows
        : throw new InvalidDataException("A step of the model makes what are no numbers of these rows: its parts are not those of a fit, or the rows are beyond all that it was made from.");

    /// <summary>Numbers of a file can each be sound and together give none; that is no answer.</summary>
    private static Membership Checked(Membership answer)
    {
        if (Array.Exists(answer.Distances, float.IsNaN) || Array.Exists(answer.Probabilities ?? [], float.IsNaN))
            throw new InvalidDataException("The model's answers are not numbers, so its parts are not those of a fit. Load it from a sound file.");
        return answer;
    }
}
