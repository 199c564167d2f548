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
