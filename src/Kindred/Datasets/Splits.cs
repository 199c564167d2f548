using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Dividing the training part, reproducibly and on record.</summary>
public static class Splits
{
    /// <summary>Moves <paramref name="validationCount"/> rows, drawn at random, from the training to the validation part; both keep their order.</summary>
    /// <param name="dataset">Left as it was.</param>
    /// <param name="validationCount">At least 1, and fewer than there are training rows.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <exception cref="ArgumentException">There are too few rows, or the set has a validation part already.</exception>
    public static Dataset HoldOut(this Dataset dataset, int validationCount, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Guard.Positive(validationCount, nameof(validationCount));
        var count = dataset.Train.Count;
        if (dataset.Validation is not null)
            throw new ArgumentException($"The data set {dataset.Name} has a validation part of {dataset.Validation.Count} rows already.");
        if (validationCount >= count)
            throw new ArgumentException($"At least one of {count} training rows must stay to learn from, so at most {count - 1} can be held out, not {validationCount}.");
        var order = new Rng(seed).Permutation(count);
        int[] validation = [.. order.AsSpan(0, validationCount)];
        int[] train = [.. order.AsSpan(validationCount)];
        Array.Sort(validation);
        Array.Sort(train);
        return dataset with
        {
            Train = dataset.Train.Take(train),
            Validation = dataset.Train.Take(validation),
            Split = new Split(seed, train, validation),
        };
    }
}
