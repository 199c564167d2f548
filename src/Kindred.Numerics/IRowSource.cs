namespace Kindred.Numerics;

/// <summary>Rows that are read some at a time, so that there may be more than memory holds: a file, pictures that are decoded as they come, a matrix.</summary>
/// <remarks>Reading the same rows again gives the same values. Any number of threads may read at once.</remarks>
public interface IRowSource
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>What a byte is multiplied by, where the values are bytes (<see cref="ByteMatrix.Scale"/>); null where they are floats.</summary>
    float? ByteScale { get; }

    /// <summary>Bytes that are read, unpacked or decoded for a row, to tell what a pass over all costs.</summary>
    long BytesOfRow { get; }

    /// <summary>Reads as many whole rows from <paramref name="start"/> on as <paramref name="values"/> has room for; bytes are multiplied by their scale.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    void Read(int start, Span<float> values);

    /// <summary>The same as bytes.</summary>
    /// <exception cref="InvalidOperationException">The values are floats.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    void Read(int start, Span<byte> values);
}
