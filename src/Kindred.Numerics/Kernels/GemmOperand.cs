namespace Kindred.Numerics.Kernels;

/// <summary>One side of a product: the value for row (or column) i of the result and term p lies at Start + i·OuterStep + p·TermStep.</summary>
internal readonly unsafe record struct GemmOperand<T>(nint Address, nint OuterStep, nint TermStep)
    where T : unmanaged
{
    public GemmOperand(T* start, nint outerStep, nint termStep)
        : this((nint)start, outerStep, termStep)
    {
    }

    public T* At(long outer, long term) => (T*)Address + (outer * OuterStep) + (term * TermStep);
}

/// <summary>The matrix that is written, or added to.</summary>
internal readonly unsafe record struct GemmResult<T>(nint Address, nint RowStep, bool Add)
    where T : unmanaged
{
    public GemmResult(T* start, nint rowStep, bool add)
        : this((nint)start, rowStep, add)
    {
    }

    public T* At(long row, long column) => (T*)Address + (row * RowStep) + column;
}
