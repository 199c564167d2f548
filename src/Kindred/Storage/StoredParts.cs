using Kindred.Networks.Storage;

namespace Kindred.Storage;

/// <summary>Parts that hold parts: the numbers of each under a prefix of its own, and its kind under the prefix itself.</summary>
internal static class StoredParts
{
    /// <summary>The numbers of a part, and those of the parts within it.</summary>
    public static SafeTensors Join(SafeTensors own, params ReadOnlySpan<(string Prefix, IStored Part)> parts)
    {
        var (floats, doubles, texts) = (own.Tensors.ToList(), own.Doubles.ToList(), own.Metadata.ToDictionary());
        foreach (var (prefix, part) in parts)
        {
            var stored = part.Store();
            texts[prefix] = part.Kind.Name;
            floats.AddRange(stored.Tensors.Select(array => array with { Name = prefix + array.Name }));
            doubles.AddRange(stored.Doubles.Select(array => array with { Name = prefix + array.Name }));
            foreach (var (name, text) in stored.Metadata)
                texts[prefix + name] = text;
        }

        return new SafeTensors(floats, texts, doubles);
    }

    public static bool Has(SafeTensors file, string prefix) => file.Metadata.ContainsKey(prefix);

    /// <summary>The part of a prefix.</summary>
    /// <exception cref="InvalidDataException">Its kind is unknown or no <typeparamref name="T"/>, or its numbers are not those of one.</exception>
    public static T Read<T>(SafeTensors file, string prefix, StoredKinds kinds)
    {
        bool Belongs(string name) => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal);
        var kind = file.Text(prefix);
        var part = new SafeTensors(
            [.. file.Tensors.Where(array => Belongs(array.Name)).Select(array => array with { Name = array.Name[prefix.Length..] })],
            file.Metadata.Where(text => Belongs(text.Key)).ToDictionary(text => text.Key[prefix.Length..], text => text.Value),
            [.. file.Doubles.Where(array => Belongs(array.Name)).Select(array => array with { Name = array.Name[prefix.Length..] })]);
        return kinds.Read(kind, part) is T read ? read : throw new InvalidDataException($"A part of the kind '{kind}' does not belong into another.");
    }

    /// <summary>What is left without the part of a prefix and without an array.</summary>
    public static SafeTensors Without(SafeTensors file, string prefix, string array)
    {
        bool Stays(string name) => name != array && !name.StartsWith(prefix, StringComparison.Ordinal);
        return new SafeTensors(
            [.. file.Tensors.Where(tensor => Stays(tensor.Name))],
            file.Metadata.Where(text => Stays(text.Key)).ToDictionary(),
            [.. file.Doubles.Where(doubles => Stays(doubles.Name))]);
    }
}
