using Kindred.Numerics;

namespace Kindred.Networks.Storage;

/// <summary>A named array in a file: <paramref name="Values"/> row after row.</summary>
public readonly record struct StoredTensor(string Name, ValueList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>A named array of doubles in a file: <paramref name="Values"/> row after row.</summary>
public readonly record struct StoredDoubles(string Name, ValueList<int> Shape, ReadOnlyMemory<double> Values);

/// <summary>Arrays of floats and doubles and a few texts in one file that holds no code.</summary>
/// <remarks>The safetensors format, huggingface.co/docs/safetensors: the header's length (8 bytes, little-endian), a JSON header with the type, shape
/// and place of every array and texts under <c>__metadata__</c>, then the arrays without gaps. Floats of 32 and 64 bits are read and written.</remarks>
public sealed partial class SafeTensors
{
    /// <summary>The longest header that is read, in bytes; far more than any network here needs.</summary>
    private const int LongestHeader = 16 << 20;

    private const string MetadataName = "__metadata__";
    private const string FloatType = "F32";
    private const string DoubleType = "F64";

    private readonly Dictionary<string, StoredTensor> _tensors;
    private readonly Dictionary<string, StoredDoubles> _doubles;

    /// <exception cref="ArgumentException">Two arrays have one name.</exception>
    public SafeTensors(
        IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null, IReadOnlyList<StoredDoubles>? doubles = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (Tensors, Metadata, Doubles) = (tensors, metadata ?? new Dictionary<string, string>(), doubles ?? []);
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataName };
        foreach (var name in Tensors.Select(tensor => tensor.Name).Concat(Doubles.Select(array => array.Name)))
        {
            if (!names.Add(name))
                throw new ArgumentException($"The name {name} is taken; every array needs one of its own.", nameof(tensors));
        }

        _tensors = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _doubles = Doubles.ToDictionary(array => array.Name, StringComparer.Ordinal);
    }

    /// <summary>Arrays of floats, in the order they lie in the file.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>Arrays of doubles, in the order they lie in the file: before all floats, so that each starts at a multiple of its size.</summary>
    public IReadOnlyList<StoredDoubles> Doubles { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The array of floats of that name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public ReadOnlySpan<float> Values(string name, scoped ReadOnlySpan<int> shape)
    {
        var tensor = Required(_tensors, name, "floats");
        CheckShape(name, tensor.Shape, shape);
        return tensor.Values.Span;
    }

    /// <summary>The array of doubles of that name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public ReadOnlySpan<double> DoubleValues(string name, scoped ReadOnlySpan<int> shape)
    {
        var array = Required(_doubles, name, "doubles");
        CheckShape(name, array.Shape, shape);
        return array.Values.Span;
    }

    /// <summary>The shape of the array of that name, whatever its type.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public ValueList<int> ShapeOf(string name) =>
        _doubles.TryGetValue(name, out var array) ? array.Shape : Required(_tensors, name, "numbers").Shape;

    /// <summary>The text of that name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string Text(string name) => Metadata.TryGetValue(name, out var text)
        ? text
        : throw new InvalidDataException($"The file should hold the text {name}, but does not.");

    private static T Required<T>(Dictionary<string, T> arrays, string name, string type) => arrays.TryGetValue(name, out var array)
        ? array
        : throw new InvalidDataException($"The file should hold the array {name} of {type}, but does not.");

    private static void CheckShape(string name, ValueList<int> found, ReadOnlySpan<int> expected)
    {
        if (!expected.SequenceEqual([.. found]))
            throw new InvalidDataException($"The array {name} should be {Tensor.Describe(expected)}, but the file says {string.Join(" x ", found)}.");
    }
}
