using Kindred.Datasets;

namespace Kindred.Reporting;

/// <summary>The rows of all parts in one line: train, then validation, then test.</summary>
internal sealed class ReportRows
{
    private readonly (string Name, ImageSet Images, int Start)[] _parts;

    public ReportRows(Parts<ImageSet> images)
    {
        var start = 0;
        _parts = [.. images.Present().Select(part => (part.Name, part.Part, (start += part.Part.Count) - part.Part.Count))];
        Count = start;
        if (Count == 0)
            throw new ArgumentException("A report with details needs at least one image, got none.");
        Shape = _parts[0].Images.Shape;
        if (_parts.Any(part => part.Images.Shape != Shape))
            throw new ArgumentException("All parts of a data set need images of one shape.");
    }

    public int Count { get; }

    public ImageShape Shape { get; }

    public IEnumerable<(string Name, ImageSet Images, int Start)> Parts => _parts;

    /// <summary>Where a row is: its images, and its place among them.</summary>
    public (ImageSet Images, int Row) Find(int row)
    {
        var part = Array.FindLastIndex(_parts, part => part.Start <= row);
        while (_parts[part].Images.Count == 0)
            part--;
        return (_parts[part].Images, row - _parts[part].Start);
    }

    /// <summary>The place of a row of a part in the one line; −1 where there is none.</summary>
    public int Find(string name, int place)
    {
        var part = Array.Find(_parts, part => part.Name == name);
        return part.Images is null || place < 0 || place >= part.Images.Count ? -1 : part.Start + place;
    }

    /// <summary>One entry per row, part after part; a part that is missing gives <paramref name="missing"/>.</summary>
    /// <exception cref="ArgumentException">A part has not as many entries as it has rows.</exception>
    public T[] Join<T>(Parts<T[]> values, T missing, string what)
    {
        var joined = new T[Count];
        foreach (var (name, images, start) in _parts)
        {
            var own = Of(values, name);
            if (own is not null && own.Length != images.Count)
                throw new ArgumentException($"The {name} part has {images.Count} images but {own.Length} {what}.");
            if (own is null)
                joined.AsSpan(start, images.Count).Fill(missing);
            else
                own.CopyTo(joined, start);
        }

        return joined;
    }

    /// <summary>As <see cref="Join"/>, where every part has to be there.</summary>
    public T[] JoinAll<T>(Parts<T[]> values, string what)
    {
        foreach (var (name, images, _) in _parts)
        {
            if (images.Count > 0 && Of(values, name) is null)
                throw new ArgumentException($"The {name} part has {images.Count} images but no {what}.");
        }

        return Join(values, default!, what);
    }

    public static T? Of<T>(Parts<T> parts, string name)
        where T : class => name switch { "train" => parts.Train, "validation" => parts.Validation, _ => parts.Test };
}
