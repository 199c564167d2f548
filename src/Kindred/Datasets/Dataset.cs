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

    /// <summary>How the table was read, if it is one.</summary>
    public TableSource? Table { get; init; }

    /// <summary>What was asked to be opened, and how; null for a set that was made in a program.</summary>
    public DatasetOrigin? Origin { get; init; }

    public ImageShape Shape => Train.Shape;

    public Parts<ImageSet> Parts => new(Train, Validation, Test);
}

/// <summary>Where a data set was opened, with what it takes to open it again.</summary>
/// <param name="Source">The name of a known set, or a full path.</param>
/// <param name="Options">As they were given.</param>
public sealed record DatasetOrigin(string Source, DatasetOptions Options);

/// <summary>Which rows of the original training part went where, in order.</summary>
public sealed record Split(ulong Seed, int[] TrainRows, int[] ValidationRows);
