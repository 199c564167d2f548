using System.Runtime.InteropServices;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Preprocessing;

/// <summary>What steps make of rows, kept in a file from the first time it is read: later passes read that, instead of all the data and the steps anew. To the same bits.</summary>
/// <remarks>A process keeps what it reads, so that each of several keeps its share. Single rows are not kept: they come of whole ones beside them later.</remarks>
internal sealed class KeptRows : IRowSource, IDisposable
{
    /// <summary>Rows that are kept or not.</summary>
    public const int Together = 256;

    private const double MostOfDisk = 0.5;       // of what is free
    private const double MostOfSource = 0.5;     // of what the data take: for more a pass would gain little

    private readonly IRowSource _made;
    private readonly FileStream _file;
    private readonly bool[] _kept;
    private bool _isFull;

    private KeptRows(IRowSource made, FileStream file) => (_made, _file, _kept) = (made, file, new bool[((long)made.Rows + Together - 1) / Together]);

    public int Rows => _made.Rows;

    public int Columns => _made.Columns;

    public float? ByteScale => null;

    public long BytesOfRow => _made.BytesOfRow;

    /// <summary>Whether all rows are kept, so that none is made any more.</summary>
    public bool IsWhole => Array.TrueForAll(_kept, kept => kept);

    private SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>Keeps rows of floats, where the file is much smaller than what they are made of and the disk has room; else null.</summary>
    public static KeptRows? Of(IRowSource made) => (double)made.Columns * sizeof(float) > MostOfSource * made.BytesOfRow ? null : OfCostly(made);

    /// <summary>The same however small the data are: for rows that take long to make.</summary>
    public static KeptRows? OfCostly(IRowSource made)
    {
        if (made.ByteScale is not null || (double)made.Rows * made.Columns * sizeof(float) > MostOfDisk * FreeBytes())
            return null;
        try
        {
            return new KeptRows(made, UnnamedFile.Create());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;  // it only saves time
        }
    }

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        var end = start + (values.Length / Columns);
        for (var row = start; row < end;)
        {
            var (isKept, from) = (IsKept(row), row);
            do
                row = (int)Math.Min(end, ((row / Together) + 1L) * Together);
            while (row < end && IsKept(row) == isKept);
            var part = values.Slice((from - start) * Columns, (row - from) * Columns);
            if (isKept)
                ReadKept(from, part);
            else
                Make(from, part);
        }
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => _made.Read(start, values);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool IsKept(int row) => Volatile.Read(ref _kept[row / Together]);

    private void ReadKept(int start, Span<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var at = PlaceOf(start);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(Handle, bytes, at);
            if (read == 0)
                throw new IOException($"A file in {Path.GetTempPath()}, which only this process knows, has become shorter.");
            bytes = bytes[read..];
            at += read;
        }
    }

    private void Make(int start, Span<float> values)
    {
        _made.Read(start, values);
        if (Volatile.Read(ref _isFull))
            return;
        var end = start + (values.Length / Columns);
        var (first, last) = ((start + Together - 1) / Together, end == Rows ? _kept.Length : end / Together);  // whole ones
        if (first >= last)
            return;
        var (from, to) = (first * Together, Math.Min(Rows, last * Together));
        try
        {
            RandomAccess.Write(Handle, MemoryMarshal.AsBytes(values[((from - start) * Columns)..((to - start) * Columns)]), PlaceOf(from));
        }
        catch (IOException)
        {
            Volatile.Write(ref _isFull, true);  // what is kept stays; the rest is made anew, as without a file
            return;
        }

        for (var i = first; i < last; i++)
            Volatile.Write(ref _kept[i], true);
    }

    private long PlaceOf(int row) => (long)row * Columns * sizeof(float);

    /// <summary>Of the disk with temporary files; 0 where these lie in memory, or it is not known.</summary>
    private static double FreeBytes()
    {
        try
        {
            var drive = new DriveInfo(Path.GetTempPath());
            return drive.DriveType == DriveType.Ram || drive.DriveFormat is "tmpfs" or "ramfs" ? 0 : drive.AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
