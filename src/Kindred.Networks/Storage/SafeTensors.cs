using Kindred.Numerics;

namespace Kindred.Networks.Storage;

/// <summary>A named array in a file: <paramref name="Values"/> row after row.</summary>
public readonly record struct StoredTensor(string Name, ValueList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>Arrays of floats and a few texts in one file that holds no code.</summary>
/// <remarks>The safetensors format, huggingface.co/docs/safetensors: the header's length (8 bytes, little-endian), a JSON header with the type, shape
/// and place of every array and texts under <c>__metadata__</c>, then the arrays without gaps. Only 32-bit floats are read and written.</remarks>
public sealed partial class SafeTensors
{
    /// <summary>The longest header that is read, in bytes; far more than any network here needs.</summary>
    private const int LongestHeader = 16 << 20;

    private const string MetadataName = "__metadata__";
    private const string FloatType = "F32";

    private readonly Dictionary<string, StoredTensor> _tensors;

    public SafeTensors(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (Tensors, Metadata) = (tensors, metadata ?? new Dictionary<string, string>());
        _tensors = new Dictionary<string, StoredTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.Name == MetadataName || !_tensors.TryAdd(tensor.Name, tensor))
                throw new ArgumentException($"The name {tensor.Name} is taken; every array needs one of its own.", nameof(tensors));
        }
    }

    /// <summary>In the order they lie in the file.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The array of that name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public ReadOnlySpan<float> Values(string name, ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
            throw new InvalidDataException($"The file should hold the array {name}, but does not.");
        if (!shape.SequenceEqual([.. tensor.Shape]))
            throw new InvalidDataException($"The array {name} should be {Tensor.Describe(shape)}, but the file says {string.Join(" x ", tensor.Shape)}.");
        return tensor.Values.Span;
    }

    /// <summary>The text of that name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string Text(string name) => Metadata.TryGetValue(name, out var text)
        ? text
        : throw new InvalidDataException($"The file should hold the text {name}, but does not.");
}
