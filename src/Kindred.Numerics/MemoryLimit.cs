using System.Globalization;
using Kindred.Numerics.Distribution;

namespace Kindred.Numerics;

/// <summary>How much memory what is read from a file may take. A small file can promise, or unpack to, more than any machine has.</summary>
public static class MemoryLimit
{
    private static long _bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
    private static bool _isSet;

    /// <summary>At least 1; three quarters of what the machine, or its container, has unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less.</exception>
    public static long Bytes
    {
        get => Interlocked.Read(ref _bytes);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Interlocked.Exchange(ref _bytes, value);
            Volatile.Write(ref _isSet, true);
        }
    }

    /// <summary>What rows that are streamed may take in this process: half of <see cref="Bytes"/> where that was set, as the rest of the program needs room too; else half of what is
    /// free, shared with the other processes on this machine.</summary>
    public static long ForStreams => Math.Max(1, Volatile.Read(ref _isSet) ? Bytes / 2 : Free / 2 / Processes.OnThisMachine);

    private static long Free => GC.GetGCMemoryInfo() is var memory && memory.MemoryLoadBytes > 0 ? memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes : memory.TotalAvailableMemoryBytes / 2;

    /// <summary>Null where there is room for so many bytes, else a sentence that begins with <paramref name="what"/>.</summary>
    public static string? Problem(string what, double bytes) => bytes <= Bytes ? null
        : $"{what} {Size(bytes)} of memory, more than the {Size(Bytes)} that may be taken; --memory allows more, as in --memory {Math.Ceiling(bytes / 1e9).ToString("0", CultureInfo.InvariantCulture)}GB.";

    /// <summary>A number with B, KB, MB, GB or TB behind it, each a thousand of the one before; null for anything else, and for nothing.</summary>
    public static long? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = text.TrimEnd('b', 'B', 'i', ' ');
        var power = number.Length > 0 ? "KMGT".IndexOf(char.ToUpperInvariant(number[^1]), StringComparison.Ordinal) + 1 : 0;
        return double.TryParse(power > 0 ? number[..^1] : number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value * Math.Pow(1000, power) is >= 1 and <= long.MaxValue / 2 and var bytes
            ? (long)bytes : null;
    }

    /// <summary>As people say it: "1.5 GB".</summary>
    public static string Size(double bytes)
    {
        (double Unit, string Name)[] units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB")];
        foreach (var (unit, name) in units)
        {
            if (bytes >= unit)
                return $"{(bytes / unit).ToString(bytes / unit < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} {name}";
        }

        return $"{bytes.ToString("0", CultureInfo.InvariantCulture)} bytes";
    }
}
