using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kindred.Datasets.Tables;

/// <summary>Numbers as texts of tables write them, with a point or a comma before the decimals, and what else stands for one.</summary>
internal static class CsvNumber
{
    private const int LongestMissing = 8;
    private const int MostDigits = 19;             // that a ulong holds, whatever they are
    private const ulong LargestExact = 1UL << 53;  // whole numbers up to here are doubles

    private static readonly SearchValues<byte> WithPoint = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly SearchValues<byte> WithComma = SearchValues.Create("0123456789+-,eE"u8);
    private static readonly SearchValues<byte> AnyNotation = SearchValues.Create("0123456789+-.,eE"u8);

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> MissingWords = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "N.A.", "K.A.", "N.D.", "N/D", "#N/A", "#NA", "<NA>", "NAN", "-NAN", "+NAN", "NAT", "NULL", "NONE", "NIL", "MISSING", "UNKNOWN", "\\N", "?", "-", "--", "---", "–", "—", ".", "..", "...", "*",
        "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NULL!", "#NAME?",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the field is empty or one of the words for a value that is not there.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return true;
        if (field.Length > LongestMissing || char.IsAsciiDigit((char)field[^1]))
            return false;  // nearly all fields are numbers, and no word ends so
        Span<char> word = stackalloc char[LongestMissing];
        return System.Text.Encoding.UTF8.TryGetChars(field, word, out var length) && MissingWords.Contains(word[..length]);
    }

    /// <summary>The number in the field, as the platform rounds it; infinite where it says so or is too large. True is 1, false is 0.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, byte point, out double number)
    {
        if (TryParsePlain(field, point, out number))
            return true;
        field = Bare(field);
        if (field.IsEmpty)
            return false;
        if (field.StartsWith("−"u8) && char.IsAsciiDigit((char)field[^1]) && TryParse(field["−"u8.Length..], point, out number) && number >= 0)
        {
            number = -number;  // a minus sign as it is typeset
            return true;
        }

        if (point == '.')
            return TryParseAny(field, out number);
        Span<byte> copy = stackalloc byte[64];
        if (field.Length > copy.Length || field.Contains((byte)'.'))
            return false;
        field.CopyTo(copy);
        copy[..field.Length].Replace(point, (byte)'.');
        return TryParseAny(copy[..field.Length], out number);
    }

    /// <summary>Why the field is no number, with what is needed.</summary>
    public static string Problem(ReadOnlySpan<byte> field, byte point)
    {
        var excerpt = CsvCell.Excerpt(field);
        if (CsvNotation.Of(field) is { } notation)
            return $"'{excerpt}' {notation}; such notations are not read, and plain numbers such as 1234.5 are needed, unless --ignore-column leaves the column out.";
        if (Ascii.EqualsIgnoreCase(field.TrimStart("+-"u8), "inf"))
            return $"'{excerpt}' is infinite; a finite number is needed.";
        if (point == '.' && field.Contains((byte)',') && !field.ContainsAnyExcept(WithComma))
            return $"'{excerpt}' has a comma before its decimals; decimals need a point, as in 0.5, or --decimal comma.";
        if (point == ',' && field.Contains((byte)'.') && !field.ContainsAnyExcept(WithPoint))
            return $"'{excerpt}' has a point before its decimals, others have a comma; one of them is needed, or --decimal point.";
        return $"'{excerpt}' is not a number; a number is needed, or the column must be chosen as label or id or be ignored (--label-column, --id-column, --ignore-column).";
    }

    /// <summary>Whether the field is a number in some notation, read here or not: digits with what stands between and beside them.</summary>
    public static bool LooksLikeNumber(ReadOnlySpan<byte> field) =>
        (field.ContainsAnyInRange((byte)'0', (byte)'9') && ((!field.ContainsAnyExcept(AnyNotation) && field.Count((byte)',') < 2) || TryParse(field, (byte)'.', out _) || CsvNotation.Of(field) is not null)) || (field.ContainsAnyExceptInRange((byte)0, (byte)0x7F) && CsvNotation.Of(field) is not null);

    /// <summary>Signs that no one sees, and that some programs leave at the ends of fields: separators of lines, no space at all, the mark of an encoding.</summary>
    private static readonly byte[][] Invisible = [[.. "\u2028"u8], [.. "\u2029"u8], [.. "\u0085"u8], [.. "\u200B"u8], [.. "\uFEFF"u8]];

    /// <summary>Without spaces at the ends, of whatever width.</summary>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> field)
    {
        field = field.Trim(" \t"u8);
        if (field.IsEmpty || (field[0] < 0x80 && field[^1] < 0x80))
            return field;
        var bare = WithoutSpace(WithoutSpace(WithoutSpace(field, "\u00A0"u8), "\u2007"u8), "\u202F"u8);
        foreach (var mark in Invisible)
            bare = WithoutSpace(bare, mark);
        return bare.Length == field.Length ? field : Bare(bare);
    }

    private static ReadOnlySpan<byte> WithoutSpace(ReadOnlySpan<byte> field, ReadOnlySpan<byte> space)
    {
        field = field.StartsWith(space) ? field[space.Length..] : field;
        return field.EndsWith(space) ? field[..^space.Length] : field;
    }

    /// <summary>What the place of the comma says of a field: that decimals follow, that it could be either, or nothing.</summary>
    public static CommaMeaning MeaningOfComma(ReadOnlySpan<byte> field)
    {
        var comma = field.IndexOf((byte)',');
        if (comma < 0 || field[(comma + 1)..].Contains((byte)',') || field.ContainsAnyExcept(WithComma) || !field.ContainsAnyInRange((byte)'0', (byte)'9'))
            return CommaMeaning.None;
        var whole = field[..comma].TrimStart("+-"u8);
        var decimals = field[(comma + 1)..];
        return decimals.Length == 3 && !decimals.ContainsAny("eE"u8) && whole.Length is > 0 and < 4 && whole[0] != '0' ? CommaMeaning.Either : CommaMeaning.Decimals;
    }

    /// <summary>Digits with at most one point: exact where 53 bits hold the digits (Clinger 1990, doi:10.1145/93548.93557).</summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> field, byte point, out double number)
    {
        number = 0;
        var at = field.Length > 0 && field[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var (digits, decimals, seenPoint, value) = (0, 0, false, 0UL);
        for (; at < field.Length; at++)
        {
            var digit = (uint)(field[at] - '0');
            if (digit <= 9)
            {
                value = (value * 10) + digit;
                digits++;
                decimals += seenPoint ? 1 : 0;
            }
            else if (field[at] == point && !seenPoint)
            {
                seenPoint = true;
            }
            else
            {
                return false;
            }
        }

        if (digits is 0 or > MostDigits || value > LargestExact || decimals >= Powers.Length)
            return false;
        number = value / Powers[decimals];
        number = field[0] == '-' ? -number : number;
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> field, out double number)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        if (!Utf8Parser.TryParse(field, out bool truth, out var read) || read != field.Length)
            return false;
        number = truth ? 1 : 0;
        return true;
    }
}

/// <summary>What a comma in a number says of the notation.</summary>
internal enum CommaMeaning
{
    None,
    Either,
    Decimals,
}
