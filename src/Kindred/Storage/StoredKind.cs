using Kindred.Networks.Storage;

namespace Kindred.Storage;

/// <summary>A kind of fitted part. It is declared beside the part, and listed once, in the catalog of methods.</summary>
public sealed class StoredKind
{
    private readonly Func<SafeTensors, StoredKinds, IStored> _read;

    /// <param name="name">In a model file, e.g. <c>k-means</c>.</param>
    /// <param name="read">The part from its numbers; throws <see cref="InvalidDataException"/> or <see cref="ArgumentException"/> where they are not those of one.</param>
    public StoredKind(string name, Func<SafeTensors, IStored> read)
        : this(name, (file, _) => read(file))
    {
    }

    /// <param name="name">In a model file, e.g. <c>concatenation</c>.</param>
    /// <param name="read">The part from its numbers, some of which are those of parts of other kinds.</param>
    public StoredKind(string name, Func<SafeTensors, StoredKinds, IStored> read) => (Name, _read) = (name, read);

    public string Name { get; }

    /// <summary>The part whose numbers these are; parts within it are of one of <paramref name="others"/>, none where not given.</summary>
    /// <exception cref="InvalidDataException">The numbers are not those of one.</exception>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public IStored Read(SafeTensors file, StoredKinds? others = null) => _read(file, others ?? new StoredKinds("part", []));
}

/// <summary>A closed list of kinds, so that a file cannot ask for anything else.</summary>
/// <param name="what">What they are, e.g. <c>step</c>.</param>
/// <param name="kinds">Each once.</param>
public sealed class StoredKinds(string what, IEnumerable<StoredKind> kinds)
{
    private readonly StoredKind[] _kinds = [.. kinds.Distinct()];

    public IReadOnlyList<string> Names => [.. _kinds.Select(kind => kind.Name)];

    public bool Contains(StoredKind kind) => _kinds.Contains(kind);

    /// <summary>The part of the named kind whose numbers these are.</summary>
    /// <exception cref="InvalidDataException">There is no such kind, or the numbers are not those of one.</exception>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public IStored Read(string kind, SafeTensors file) => Array.Find(_kinds, known => known.Name == kind)?.Read(file, this)
        ?? throw new InvalidDataException($"There is no {what} of the kind '{kind}'; {string.Join(", ", Names)} are known.");
}
