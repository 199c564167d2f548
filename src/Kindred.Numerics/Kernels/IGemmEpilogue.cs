namespace Kindred.Numerics.Kernels;

/// <summary>What follows a product, done to each part of the result as soon as it is complete, while it is still in the nearest cache.</summary>
internal unsafe interface IGemmEpilogue<T>
    where T : unmanaged
{
    /// <summary>Works on <paramref name="rows"/> x <paramref name="columns"/> values whose first is (<paramref name="row"/>, <paramref name="column"/>) of the
    /// result and lies at <paramref name="values"/>, rows <paramref name="step"/> apart. Several threads call at once, for different parts.</summary>
    /// <remarks>Where the product is not kept, the values are the caller's only until this returns.</remarks>
    void Apply(T* values, nint step, int row, int column, int rows, int columns);

    /// <summary>Memory that <see cref="Apply"/> will read for the part from (<paramref name="row"/>, <paramref name="column"/>) on; the kernel before it asks for it.</summary>
    /// <remarks>What is read for the rows below follows, in proportion.</remarks>
    GemmFetch Reads(int row, int column) => default;
}
