using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Kindred.Datasets.Tables;
using Kindred.Networks.Storage;

namespace Kindred.Datasets.Streaming;

/// <summary>The numbers of a table in a file of their own, 64 bits each, row after row: written once as the table is read, then read from where they lie. The file is gone with the process, however that ends.</summary>
/// <remarks>Mapped, as nobody else can cut it short; its pages are the system's, which takes them back when it needs memory.</remarks>
internal sealed unsafe class NumbersFile : INumbers, IDisposable
{
    private const int BufferedValues = 1 << 15;

    private readonly string _table;
    private readonly FileStream _file;
    private readonly double[] _buffer = new double[BufferedValues];
    private int _buffered;
    private long _count;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private double* _values;

    /// <param name="table">Whose numbers they are, for messages.</param>
    /// <param name="columns">Of the table.</param>
    public NumbersFile(string table, int columns)
    {
        (_table, Columns) = (table, columns);
        _file = UnnamedFile.Create();
    }

    public int Rows { get; private set; }

    public int Columns { get; }

    public bool FitFloats { get; init; }

    public ReadOnlyMemory<byte>? Bytes => null;

    public double Value(int row, int column) => _values[((long)row * Columns) + column];

    /// <summary>The next value.</summary>
    /// <exception cref="DataFileException">The disk has no room.</exception>
    public void Add(double value)
    {
        _buffer[_buffered++] = value;
        if (_buffered == BufferedValues)
            Flush();
    }

    /// <summary>All are there: they can be read from now on.</summary>
    public void Complete()
    {
        Flush();
        var rows = _count / Columns;
        if (rows > int.MaxValue)
            throw new DataFileException(_table, $"there are {rows} rows; at most {int.MaxValue} can be read.");
        Rows = (int)rows;
        if (Rows == 0)
            return;
        _map = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _values = (double*)start;
    }

    public void Dispose()
    {
        if (_values is not null)
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _values = null;
        _view?.Dispose();
        _map?.Dispose();
        _file.Dispose();
    }

    private void Flush()
    {
        try
        {
            _file.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)));
        }
        catch (IOException full)
        {
            throw new DataFileException(_table, $"its numbers are kept in a file in {Path.GetTempPath()} while it is worked on, 8 bytes each, and that could not be written ({full.Message}); a folder with room is named by TMPDIR.", full);
        }

        (_count, _buffered) = (_count + _buffered, 0);
    }
}
