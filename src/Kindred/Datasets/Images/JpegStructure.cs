using System.Buffers.Binary;

namespace Kindred.Datasets.Images;

/// <summary>What a JPEG file's markers tell of it, without decoding: whether it is whole, and how much memory decoding takes.</summary>
/// <remarks>ITU-T T.81, B.1 and G.1.1.1: markers, scans and, in progressive files, the bits of coefficients that each scan brings.</remarks>
internal sealed class JpegStructure
{
    private const int Coefficients = 64;
    private const byte Marker = 0xFF, EndOfImage = 0xD9, StartOfScan = 0xDA, FirstFrame = 0xC0, LastFrame = 0xCF, ProgressiveFrame = 0xC2;

    private readonly Dictionary<byte, int[]> _missingBits = [];

    private JpegStructure()
    {
    }

    /// <summary>Whether the file has its end: what lies behind that is another matter.</summary>
    public bool HasEnd { get; private set; }

    public bool IsProgressive { get; private set; }

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>Where the data of the last scan that the file has end.</summary>
    public int DataEnd { get; private set; }

    /// <summary>Whether every bit of every coefficient has had its scan: one that was cut between scans is a whole, but blurred, picture.</summary>
    public bool HasAllScans => _missingBits.Count > 0 && _missingBits.Values.All(bits => Array.TrueForAll(bits, bit => bit == 0));

    public static JpegStructure Of(ReadOnlySpan<byte> file)
    {
        var structure = new JpegStructure();
        structure.Read(file);
        return structure;
    }

    private void Read(ReadOnlySpan<byte> file)
    {
        for (var at = 2; ;)
        {
            at = NextMarker(file, at);
            if (at < 0)
                return;
            var type = file[at + 1];
            HasEnd = type == EndOfImage;
            var length = at + 4 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) : ushort.MaxValue;
            if (HasEnd || at + 2 + length > file.Length)
                return;
            var segment = file.Slice(at + 4, Math.Max(0, length - 2));
            at += 2 + length;
            if (type is >= FirstFrame and <= LastFrame and not (0xC4 or 0xC8 or 0xCC))
                ReadFrame(type, segment);
            else if (type == StartOfScan)
            {
                ReadScan(segment);
                var next = NextMarker(file, at);
                DataEnd = next < 0 ? file.Length : next;
            }
        }
    }

    private void ReadFrame(byte type, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6)
            return;
        IsProgressive = type == ProgressiveFrame;
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        for (var component = 6; component < frame.Length; component += 3)
            _missingBits[frame[component]] = [.. Enumerable.Repeat(int.MaxValue, Coefficients)];
    }

    private void ReadScan(ReadOnlySpan<byte> scan)
    {
        var count = scan.IsEmpty ? 0 : scan[0];
        if (scan.Length < 4 + (2 * count))
            return;
        var (first, last, low) = (scan[1 + (2 * count)], scan[2 + (2 * count)], scan[3 + (2 * count)] & 0xF);
        for (var i = 0; i < count; i++)
        {
            if (_missingBits.TryGetValue(scan[1 + (2 * i)], out var bits))
                bits.AsSpan(Math.Min((int)first, Coefficients - 1), Math.Clamp(last - first + 1, 0, Coefficients - Math.Min((int)first, Coefficients - 1))).Fill(low);
        }
    }

    /// <summary>From <paramref name="at"/> on, past data of scans: in these a marker's first byte is followed by 0, or it begins a part. −1 where there is none.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length)
        {
            var found = file[at..].IndexOf(Marker);
            if (found < 0 || at + found + 1 >= file.Length)
                return -1;
            at += found;
            if (file[at + 1] is not (0 or Marker or >= 0xD0 and <= 0xD7))
                return at;
            at += file[at + 1] == Marker ? 1 : 2;
        }

        return -1;
    }
}
