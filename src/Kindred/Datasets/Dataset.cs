using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>A named collection of samples with its splits. Every table, record and message about a run says this name.</summary>
/// <param name="Name">As it is called on the command line, e.g. <c>fashion-mnist</c>.</param>
/// <param name="Sha256">Checksum of all samples and labels as loaded, in hexadecimal: tells two data sets of one name apart.</param>
/// <param name="Train">What methods learn from.</param>
/// <param name="Test">What they never see while learning, if there is such a part.</param>
/// <param name="ClassNames">One per class in label order; empty when classes are unknown.</param>
public sealed record Dataset(string Name, string Sha256, ImageSet Train, ImageSet? Test, ValueList<string> ClassNames)
{
    /// <summary>Held out of the training part for early stopping, if asked for.</summary>
    public ImageSet? Validation { get; init; }

    /// <summary>The row in the original training part of every row of <see cref="Train"/>, then of every row of <see cref="Validation"/>; null while unsplit.</summary>
    public Split? Split { get; init; }

    /// <summary>Where the rows come from, if each comes from a file of its own.</summary>
    public ImageFiles? Files { get; init; }

    /// <summary>How the table was read, if it is one; of an array of pictures, what there is to say of it, if anything.</summary>
    public TableSource? Table { get; init; }

    /// <summary>What was asked to be opened, and how; null for a set that was made in a program.</summary>
    public DatasetOrigin? Origin { get; init; }

    /// <summary>What is clustered in place of the samples, which then are only shown; null where the samples themselves are.</summary>
    public Embedding? Embedding { get; init; }

    public ImageShape Shape => Train.Shape;

    public Parts<ImageSet> Parts => new(Train, Validation, Test);

    /// <summary>What is clustered: the same items as rows of their <see cref="Embedding"/>; this itself where there is none.</summary>
    /// <exception cref="ArgumentException">The embedding has other parts, or more or fewer rows.</exception>
    public Dataset Embedded()
    {
        if (Embedding is not { } embedding)
            return this;
        var (train, validation, test) = (Row(Train, embedding.Rows.Train)!, Row(Validation, embedding.Rows.Validation), Row(Test, embedding.Rows.Test));
        return this with { Sha256 = Checksum.Of(train, validation, test), Train = train, Validation = validation, Test = test };
    }

    private static ImageSet? Row(ImageSet? items, Matrix? rows) => (items, rows) switch
    {
        (null, null) => null,
        (not null, not null) when items.Count == rows.Rows => new ImageSet(rows, ImageShape.OfTable(rows.Columns), items.Classes, items.Names),
        _ => throw new ArgumentException($"The embedding has {Amount.Of(rows?.Rows ?? 0, "row")} for {Amount.Of(items?.Count ?? 0, "item")}; one an item is needed."),
    };
}

/// <summary>Where a data set was opened, with what it takes to open it again.</summary>
/// <param name="Source">The name of a known set, or a full path.</param>
/// <param name="Options">As they were given.</param>
public sealed record DatasetOrigin(string Source, DatasetOptions Options);

/// <summary>Which rows of the original training part went where, in order.</summary>
public sealed record Split(ulong Seed, int[] TrainRows, int[] ValidationRows);
