using System.Buffers;

namespace Kindred.Datasets.Tables;

/// <summary>Ways in which people write numbers that are not read, as what they mean is not certain: they are refused by their names.</summary>
internal static class CsvNotation
{
    private const int Longest = 64;
    private const int LongestUnit = 12;

    private static readonly SearchValues<char> Currencies = SearchValues.Create("$€£¥¢₹₽₩₺");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789+-.,eE");

    /// <summary>What is unusual about a number, as it stands after it; null for what is read, and for what is no number.</summary>
    public static string? Of(ReadOnlySpan<byte> field)
    {
        field = CsvNumber.Bare(field);
        if (field.IsEmpty || field.Length > Longest)
            return null;
        if (HasThousands(field))
            return "has separators of thousands";
        Span<char> text = stackalloc char[Longest];
        return System.Text.Encoding.UTF8.TryGetChars(field, text, out var length) ? Of(text[..length]) : null;
    }

    private static string? Of(ReadOnlySpan<char> text)
    {
        if (HasOtherDigits(text))
            return "has digits other than 0 to 9";
        if (!text.ContainsAny(Digits))
            return null;
        if (IsNumber(text.Trim('%').Trim()) && text.Contains('%'))
            return "has a percent sign";
        if (IsNumber(text.Trim(Currencies)) && text.ContainsAny(Currencies))
            return "has a sign of a currency";
        if (IsNumber(text.Trim('\'')) && text[0] == '\'')
            return "has single quotes";
        if (text is ['=', '"', .. var formula, '"'] && IsNumber(formula))
            return "is a formula of a spreadsheet";
        if (text is ['(', .. var negative, ')'] && IsNumber(negative))
            return "stands in brackets";
        if (text is ['<' or '>' or '≤' or '≥' or '~' or '≈', .. var limit] && IsNumber(limit.TrimStart("= ")))
            return "stands for more, less or about as much";
        if (text is [.. var amount, '-'] && IsNumber(amount) && char.IsAsciiDigit(text[0]))
            return "has its minus sign behind it";
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length > 2 && !text[2..].ContainsAnyExcept(Hexadecimal))
            return "is hexadecimal";
        return HasExponentOfFortran(text) ? "has an exponent after D" : HasUnit(text) ? "has a unit" : null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.ContainsAny(Digits) && !text.ContainsAnyExcept(Number) && text[0] is not ('e' or 'E');

    private static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> text, SearchValues<char> signs)
    {
        var start = text.IndexOfAnyExcept(signs);
        return start < 0 ? [] : text[start..(text.LastIndexOfAnyExcept(signs) + 1)].Trim();
    }

    /// <summary>Nothing but digits, of another script than Latin, and marks.</summary>
    private static bool HasOtherDigits(ReadOnlySpan<char> text)
    {
        var others = 0;
        foreach (var sign in text)
        {
            if (char.IsLetter(sign))
                return false;
            others += char.IsDigit(sign) && !char.IsAsciiDigit(sign) ? 1 : 0;
        }

        return others > 0;
    }

    private static bool HasExponentOfFortran(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('d', 'D');
        return exponent > 0 && IsNumber(text[..exponent]) && text[..exponent].Contains('.') && text[(exponent + 1)..].TrimStart("+-") is { Length: > 0 } power && !power.ContainsAnyExcept(Digits);
    }

    /// <summary>A number with decimals and letters after it: 1.5mm, 3.2 kg. Without decimals it may be a name, as 3B is.</summary>
    private static bool HasUnit(ReadOnlySpan<char> text)
    {
        var letters = text.Length;
        while (letters > 0 && (char.IsLetter(text[letters - 1]) || text[letters - 1] is '°' or '²' or '³' or '/'))
            letters--;
        var number = text[..letters].TrimEnd();
        return letters < text.Length && text.Length - letters <= LongestUnit && number.ContainsAny('.', ',') && IsNumber(number) && char.IsAsciiDigit(number[^1]);
    }

    /// <summary>1,234,567 or 1.234.567 or 1 234 or 1'234, with or without decimals.</summary>
    private static bool HasThousands(ReadOnlySpan<byte> field)
    {
        var digits = field.TrimStart("+-"u8);
        var first = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (first is < 1 or > 3)
            return false;
        foreach (var mark in (ReadOnlySpan<string>)[",", ".", " ", "'", "_", "\u00A0", "\u202F", "’"])
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(mark);
            var rest = digits[first..];
            var blocks = 0;
            for (; rest.StartsWith(bytes) && IsBlock(rest[bytes.Length..]); blocks++)
                rest = rest[(bytes.Length + 3)..];
            var hasDecimals = rest.Length > 1 && rest[0] is (byte)'.' or (byte)',' && !rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
            if ((rest.IsEmpty && (blocks > 1 || (blocks == 1 && mark is not "."))) || (blocks > 0 && hasDecimals && rest[0] != bytes[0]))
                return true;
        }

        return false;
    }

    private static bool IsBlock(ReadOnlySpan<byte> rest) =>
        rest.Length >= 3 && !rest[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9') && (rest.Length == 3 || !char.IsAsciiDigit((char)rest[3]));
}
