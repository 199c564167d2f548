namespace Kindred.Networks.Storage;

/// <summary>Names that file systems take: they allow 255 bytes.</summary>
internal static class FileNames
{
    public const int MostBytes = 255;

    /// <summary>As much of the beginning as fits into so many bytes of UTF-8.</summary>
    public static string Shortened(string name, int bytes)
    {
        while (System.Text.Encoding.UTF8.GetByteCount(name) > bytes)
            name = name[..^(char.IsLowSurrogate(name[^1]) && name.Length > 1 ? 2 : 1)];
        return name;
    }
}
