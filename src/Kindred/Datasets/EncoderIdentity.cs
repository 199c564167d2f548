using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Which network, trained elsewhere, made numbers of pictures, and how pictures were brought to it: whoever compares such numbers needs the same again.</summary>
public sealed record EncoderIdentity
{
    /// <summary>What people call it, e.g. <c>resnet18</c>, or the name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Of the file of the network, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Numbers that it makes of a picture.</summary>
    public required int Columns { get; init => field = Guard.Positive(value); }

    /// <summary>How pictures are brought to it.</summary>
    public required PicturePreparation Preparation { get; init; }

    /// <summary>The output that is taken; empty where it has only one.</summary>
    public string Output { get; init; } = string.Empty;

    /// <summary>How to come by it, as a sentence.</summary>
    public string Source { get; init; } = string.Empty;
}

/// <summary>Rows of numbers that stand for items in place of their own values: made of pictures by a network, or brought along.</summary>
/// <param name="Rows">Of every part, a row an item.</param>
/// <param name="Name">What made them: an encoder, or a file.</param>
/// <param name="Encoder">The network, where one made them here; null where they were brought along.</param>
public sealed record Embedding(Parts<Matrix> Rows, string Name, EncoderIdentity? Encoder)
{
    /// <summary>Numbers of an item.</summary>
    public int Columns => Rows.Train!.Columns;
}
