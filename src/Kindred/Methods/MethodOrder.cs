using System.Globalization;
using Kindred.Datasets;

namespace Kindred.Methods;

/// <summary>What a method is made for, the rows that reach it and how many clusters, and the settings that were asked for.</summary>
/// <param name="shape">Of the rows that reach it, pictures or a table; null after steps that make codes whose number shows only when they are fitted.</param>
/// <param name="rows">How many rows there are to learn from.</param>
/// <param name="clusterCount">Clusters to look for.</param>
/// <param name="seed">Of everything random in it.</param>
/// <param name="asked">Settings by their names; the first may have none, e.g. the 50 of <c>pca:50</c>.</param>
public sealed class MethodOrder(ImageShape? shape, int rows, int clusterCount, ulong seed, IReadOnlyDictionary<string, string>? asked = null)
{
    /// <summary>The name of a setting that was given without one.</summary>
    public const string Unnamed = "";

    private readonly Dictionary<string, string> _asked = asked is null ? [] : new(asked);
    private readonly List<string> _known = [];

    /// <summary>Columns of the rows that reach it; null where that shows only when the steps before are fitted.</summary>
    public int? Columns => shape?.Size;

    public int Rows => rows;

    public int ClusterCount => clusterCount;

    public ulong Seed => seed;

    /// <summary>The shape of the rows that reach a method which takes pictures.</summary>
    /// <exception cref="ArgumentException">They are none.</exception>
    public ImageShape RequirePictures(string method) => shape is { IsTable: false } pictures ? pictures : throw new ArgumentException(
        $"The step {method} takes pictures, but gets {(shape is null ? "the codes of a step before it; it can only be the first step, or the first after scaling" : "rows of a table")}.");

    /// <summary>Columns of the rows that reach a method which must know them before it is fitted.</summary>
    /// <exception cref="ArgumentException">They show only when the steps before are fitted.</exception>
    public int RequireColumns(string method) => Columns
        ?? throw new ArgumentException($"The step {method} must know how many numbers it gets; it can only be the first step, or the first after scaling.");

    /// <summary>A whole number greater than zero.</summary>
    /// <exception cref="ArgumentException">Something else was asked for.</exception>
    public int Whole(string setting, int usual, bool isFirst = false) => Take(setting, isFirst) is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new ArgumentException($"The setting {setting} takes a whole number greater than zero, not '{text}'.");

    /// <summary>A whole number greater than zero, or null where none was asked for.</summary>
    /// <exception cref="ArgumentException">Something else was asked for.</exception>
    public int? Optional(string setting) => Whole(setting, usual: 0) is var value and > 0 ? value : null;

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentException">Something else was asked for.</exception>
    public double Real(string setting, double usual, bool isFirst = false) => Take(setting, isFirst) is not { } text ? usual
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw new ArgumentException($"The setting {setting} takes a number, not '{text}'.");

    /// <summary>One of the names of <typeparamref name="T"/>, in any case of letters.</summary>
    /// <exception cref="ArgumentException">Something else was asked for.</exception>
    public T Choice<T>(string setting, T usual, bool isFirst = false)
        where T : struct, Enum
    {
        if (Take(setting, isFirst) is not { } text)
            return usual;
        var names = Enum.GetNames<T>();
        return names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new ArgumentException(NearestWord.Unknown($"{setting}", text, [.. names.Select(name => name.ToLowerInvariant())]));
    }

    /// <summary>Yes or no.</summary>
    /// <exception cref="ArgumentException">Something else was asked for.</exception>
    public bool Flag(string setting, bool usual) => Take(setting, isFirst: false) is not { } text ? usual
        : text is "yes" or "no" ? text == "yes"
        : throw new ArgumentException($"The setting {setting} is yes or no, not '{text}'.");

    /// <summary>Every setting that was asked for was read.</summary>
    /// <exception cref="ArgumentException">One was not.</exception>
    public void RequireAllRead(string method)
    {
        foreach (var setting in _asked.Keys)
        {
            throw new ArgumentException(setting == Unnamed || _known.Count == 0
                ? $"{method} takes {(_known.Count == 0 ? "no settings" : $"the settings {string.Join(", ", _known)}, each as name=value")}, not '{_asked[setting]}'."
                : NearestWord.Unknown($"setting of {method}", setting, _known));
        }
    }

    private string? Take(string setting, bool isFirst)
    {
        _known.Add(setting);
        return _asked.Remove(setting, out var text) || (isFirst && _asked.Remove(Unnamed, out text)) ? text : null;
    }
}
