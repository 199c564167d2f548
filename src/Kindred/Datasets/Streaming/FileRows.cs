using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Datasets.Tables;
using Kindred.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Datasets.Streaming;

/// <summary>The rows of an array in a file, read where they lie whenever they are asked for.</summary>
/// <remarks>Read, not mapped: a file that is cut short meanwhile is an error with a sentence, where a mapped one would end the process.</remarks>
internal sealed class FileRows : IRowSource, IDisposable
{
    private readonly ArrayFile _file;
    private readonly SafeFileHandle _handle;
    private readonly ArrayType _type;

    private FileRows(ArrayFile file)
    {
        (_file, _type) = (file, file.Head.Type);
        (Shape, var order) = ArrayNumbers.ShapeOf(file.Head.Shape);
        (Rows, Columns) = (file.Head.Shape[0], Shape.Size);
        if (file.Head.ColumnsFirst || !order.SequenceEqual(Enumerable.Range(1, order.Length)))
            throw new DataFileException(file.Path, "the array is larger than memory and must be read item by item, but its items do not lie one after the other; numpy.ascontiguousarray(x) with channels last makes it so.");
        if (!_type.FitsFloats)
            throw new DataFileException(file.Path, $"the array is larger than memory and must be read item by item, which takes numbers that 32-bit floats hold, not {_type}; x.astype('float32') makes it so.");
        _handle = File.OpenHandle(file.Path, options: FileOptions.SequentialScan);
    }

    public int Rows { get; }

    public int Columns { get; }

    public ImageShape Shape { get; }

    public PixelUnit Unit { get; private set; }

    public float? ByteScale { get; private set; }

    public long BytesOfRow => (long)Columns * _type.Size;

    /// <summary>The rows as an array in memory would be taken: bytes as bytes, pictures with values up to 1, 255 or 65535 as brightness.</summary>
    /// <param name="file">Of the array.</param>
    /// <param name="known">The unit of the pictures that these are to be compared with; null where there are none.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="DataFileException">The values do not lie row after row, need more than 32 bits, or cannot be compared.</exception>
    public static FileRows Open(ArrayFile file, PixelUnit? known, CancellationToken cancellation)
    {
        var rows = new FileRows(file);
        try
        {
            rows.ChooseUnit(known, cancellation);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        if (_type is { Kind: 'f', Size: sizeof(float), IsBigEndian: false })
            ReadBytes(start, MemoryMarshal.AsBytes(values));
        else
            Convert(start, values);
        if (ByteScale is { } scale)
            TensorPrimitives.Multiply(values, scale, values);
        else if (!Shape.IsTable && Unit.White() is { } white and not 1)
            TensorPrimitives.Divide(values, white, values);
        if (!TensorPrimitives.IsFiniteAll(values))
            throw NotFinite(start, values);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values)
    {
        if (_type is { Kind: 'u', Size: 1 })
        {
            ReadBytes(start, values);
            return;
        }

        var room = ArrayPool<float>.Shared.Rent(values.Length);
        Convert(start, room.AsSpan(0, values.Length));
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)room[i];
        ArrayPool<float>.Shared.Return(room);
    }

    public void Dispose() => _handle.Dispose();

    private void ChooseUnit(PixelUnit? known, CancellationToken cancellation)
    {
        if (Shape.IsTable)
        {
            (Unit, ByteScale) = (PixelUnit.Byte, _type.IsByte ? 1 : null);  // tables have no unit, which is called so
            return;
        }

        Unit = PixelUnit.Own;  // while the range is looked at, nothing is scaled
        var range = ValueRange.Of(this, stopAbove: _type.IsByte ? 1 : float.PositiveInfinity, cancellation);
        Unit = PictureUnits.Of(_file.Path, new PictureRange(range.Low, range.High, range.AreWhole), _type.White, known);
        ByteScale = _type.IsByte && Unit == PixelUnit.One ? 1f
            : Unit == PixelUnit.Byte && (_type.IsByte || range is { AreWhole: true, Low: >= 0, High: <= byte.MaxValue }) ? 1f / byte.MaxValue : null;
    }

    private void Convert(int start, Span<float> values)
    {
        var room = ArrayPool<byte>.Shared.Rent(values.Length * _type.Size);
        var bytes = room.AsSpan(0, values.Length * _type.Size);
        ReadBytes(start, bytes);
        if (!TryConvert(bytes, values))
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)_type.Value(bytes.Slice(i * _type.Size, _type.Size));
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    /// <summary>Many values at a time, of the types that files mostly have; to the same bits.</summary>
    private bool TryConvert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (_type is { Kind: 'u', Size: 1 })
            TensorPrimitives.ConvertTruncating(bytes, values);
        else if (_type is { Kind: 'u', Size: 2, IsBigEndian: false })
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(bytes), values);
        else
            return false;
        return true;
    }

    private void ReadBytes(int start, Span<byte> target)
    {
        var offset = _file.Offset + (start * BytesOfRow);
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(_handle, target, offset);
            if (read == 0)
                throw new DataFileException(_file.Path, "the file became shorter while it was read; it must stay as it is until the end.");
            target = target[read..];
            offset += read;
        }
    }

    private DataFileException NotFinite(int start, ReadOnlySpan<float> values)
    {
        var at = 0;
        while (float.IsFinite(values[at]))
            at++;
        return new DataFileException(_file.Path, $"row {start + (at / Columns) + 1}, column {(at % Columns) + 1} is {values[at]}; rows that are streamed need a finite number everywhere.");
    }
}
