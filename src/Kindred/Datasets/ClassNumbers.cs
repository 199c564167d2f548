using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Turns labels as they stand in files into classes 0 to n − 1, the same in every part of a data set.</summary>
internal static class ClassNumbers
{
    /// <summary>Whole numbers that count from 0 stay as they are and need no names; anything else is numbered in sorted order and keeps its text as name.</summary>
    /// <param name="texts">The different labels of all parts.</param>
    /// <returns>The class of every text, and one name a class where the numbers alone do not say it.</returns>
    public static (Dictionary<string, int> Classes, ValueList<string> Names) Number(IEnumerable<string> texts)
    {
        var distinct = texts.Distinct(StringComparer.Ordinal).ToArray();
        var numbers = distinct.Select(AsNumber).ToArray();
        if (Array.TrueForAll(numbers, number => number >= 0 && number < distinct.Length && number == Math.Floor(number)))
            return (distinct.Zip(numbers).ToDictionary(pair => pair.First, pair => (int)pair.Second, StringComparer.Ordinal), []);

        var sorted = Array.TrueForAll(numbers, double.IsFinite)
            ? distinct.OrderBy(AsNumber).ThenBy(text => text, StringComparer.Ordinal)
            : distinct.Order(StringComparer.Ordinal);
        string[] names = [.. sorted];
        return (names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal), ValueList.Create<string>(names));
    }

    private static double AsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
