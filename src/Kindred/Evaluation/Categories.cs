namespace Kindred.Evaluation;

/// <summary>Checks on numbered labels.</summary>
internal static class Categories
{
    /// <summary>max(labels) + 1, after checking that all lie in [0, <paramref name="end"/>). <paramref name="kind"/> is the word for a label in messages.</summary>
    public static int CountBelow(ReadOnlySpan<int> labels, string kind, int end)
    {
        var largest = -1;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0)
                throw new ArgumentException($"Every {kind} must be 0 or more; row {i} has the {kind} {labels[i]}.");
            if (labels[i] >= end)
                throw new ArgumentException($"Number {kind} labels from 0 without gaps: at most {end} are supported, and row {i} has the {kind} {labels[i]}.");
            largest = Math.Max(largest, labels[i]);
        }

        return largest + 1;
    }
}
