using System.Text;

namespace Kindred.Datasets.Tables;

/// <summary>The bytes of a field as text.</summary>
internal static class CsvCell
{
    private const int LongestExcerpt = 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8, or Latin-1 where it is none.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        try
        {
            return Strict.GetString(field);
        }
        catch (DecoderFallbackException)
        {
            return System.Text.Encoding.Latin1.GetString(field);
        }
    }

    /// <summary>The beginning, for a message: nothing that steers a terminal.</summary>
    public static string Excerpt(ReadOnlySpan<byte> field)
    {
        var text = Text(field[..Math.Min(field.Length, 4 * LongestExcerpt)]);
        var start = text.Length > LongestExcerpt ? text[..LongestExcerpt] : text;
        return string.Concat(start.Select(letter => char.IsControl(letter) ? '?' : letter)) + (start.Length < text.Length || field.Length > 4 * LongestExcerpt ? "…" : "");
    }
}
