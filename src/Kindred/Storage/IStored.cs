using Kindred.Networks.Storage;

namespace Kindred.Storage;

/// <summary>Something fitted that a model file can hold.</summary>
public interface IStored
{
    /// <summary>What it is called in a file, and how it is read back.</summary>
    StoredKind Kind { get; }

    /// <summary>All its numbers: <see cref="StoredKind.Read"/> of them gives one that answers with the same bits.</summary>
    SafeTensors Store();
}

/// <summary>A kind of fitted part. It is declared beside the part, and listed once, in the catalog of methods.</summary>
/// <param name="Name">In a model file, e.g. <c>k-means</c>.</param>
/// <param name="Read">The part from its numbers; throws <see cref="InvalidDataException"/> or <see cref="ArgumentException"/> where they are not those of one.</param>
public sealed record StoredKind(string Name, Func<SafeTensors, IStored> Read);
