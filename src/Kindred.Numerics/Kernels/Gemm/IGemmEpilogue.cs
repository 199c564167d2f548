namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>What follows a product, done to each part of the result as soon as it is complete, while it is still in the nearest cache.</summary>
internal unsafe interface IGemmEpilogue<T>
    where T : unmanaged
{
    /// <summary>Whether the tiles of a column of tiles are handed over one after the other, top first, as sums down the rows need it.
    /// Only results of at most <see cref="GemmFloat.MaxRowsInOrder"/> rows can have that.</summary>
    bool NeedsRowsInOrder => false;

    /// <summary>Works on <paramref name="rows"/> x <paramref name="columns"/> values whose first is (<paramref name="row"/>, <paramref name="column"/>) of the
    /// result and lies at <paramref name="values"/>, rows <paramref name="step"/> apart. Several threads call at once, for different parts.</summary>
    /// <remarks>Where the product is not kept, the values are the caller's only until this returns.</remarks>
    void Apply(T* values, nint step, int row, int column, int rows, int columns);

    /// <summary>Points at memory that <see cref="Apply"/> will touch for the tile from (<paramref name="row"/>, <paramref name="column"/>) on, for the kernel before it to ask for.</summary>
    /// <returns>How many runs, at most <see cref="PrefetchRun.MaxThen"/>.</returns>
    int AddPrefetches(PrefetchRun* runs, int row, int column) => 0;
}
