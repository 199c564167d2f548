using System.Globalization;

namespace Kindred.Cli;

/// <summary>How many new items are unlike anything a model learned from, in words.</summary>
internal static class UnusualItems
{
    private const double NearlyAll = 0.9;

    /// <summary>What must not be overlooked: (nearly) all are unusual, so that where they went means little; null where it does.</summary>
    public static string? Warning(long unusual, long count) => count > 0 && unusual >= NearlyAll * count
        ? string.Create(CultureInfo.InvariantCulture, $"{unusual:N0} of {count:N0} new items {(count == 1 ? "is" : "are")} unlike anything the model learned from, so the groups they were put into say little: ")
            + "other values, units or columns than it learned from, or things of another kind, look like this."
        : null;

    /// <summary>Says how many, and warns where that is nearly all.</summary>
    public static void Write(long unusual, long count)
    {
        Console.WriteLine($"{unusual} of {count} {(unusual == 1 ? "is" : "are")} unlike anything the model was made from.");
        if (Warning(unusual, count) is { } warning)
            Console.WriteLine($"Warning: {warning}");
    }
}
