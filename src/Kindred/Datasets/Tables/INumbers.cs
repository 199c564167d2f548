namespace Kindred.Datasets.Tables;

/// <summary>A table of numbers in 64 bits, as a file holds them; a missing one is NaN.</summary>
internal interface INumbers
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>Whether 32 bits hold every value as it is.</summary>
    bool FitFloats { get; }

    /// <summary>All values row after row, where the file holds bytes; else null.</summary>
    ReadOnlyMemory<byte>? Bytes { get; }

    /// <summary>What would be white of a picture in this type of number: 1 of truth values, 255 of bytes, 65535 of unsigned numbers with 16 bits; null where the type does not say.</summary>
    double? White => null;

    /// <summary>All values row after row, where the file holds 32-bit floats; else null.</summary>
    ReadOnlyMemory<float>? Floats => null;

    /// <summary>The tables that it was put together from, as the rows of each may be counted from the beginning.</summary>
    IReadOnlyList<INumbers> Parts => [this];

    double Value(int row, int column);

    /// <summary>value − <paramref name="origin"/>, rounded once.</summary>
    double Less(int row, int column, double origin) => Value(row, column) - origin;
}
