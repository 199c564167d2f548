namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>One side of a product: the value for row (or column) i of the result and term p lies at Start + i·OuterStep + p·TermStep.</summary>
/// <remarks>With a <see cref="PanelStep"/>, the direction whose step is 1 is cut into panels as wide as the other step: see <see cref="PanelLayout"/>.</remarks>
internal readonly unsafe record struct GemmOperand<T>(nint Address, nint OuterStep, nint TermStep, nint PanelStep = 0)
    where T : unmanaged
{
    public GemmOperand(T* start, nint outerStep, nint termStep)
        : this((nint)start, outerStep, termStep)
    {
    }

    /// <summary>Whether it lies as the micro-kernels read it, and so is never packed.</summary>
    public bool OuterInPanels => PanelStep != 0 && OuterStep == 1;

    /// <summary>Whether the terms of one row are cut into pieces.</summary>
    public bool TermsInPanels => PanelStep != 0 && OuterStep != 1;

    public T* At(long outer, long term)
    {
        var start = (T*)Address + (outer * OuterStep) + (term * TermStep);
        if (PanelStep == 0)
            return start;
        var (width, along) = OuterStep == 1 ? (TermStep, outer) : (OuterStep, term);
        return start + (along / width * (PanelStep - width));
    }
}

/// <summary>The matrix that is written, or added to; without an address, tiles are handed on and not kept.</summary>
internal readonly unsafe record struct GemmResult<T>(nint Address, nint RowStep, bool Add, nint PanelStep = 0)
    where T : unmanaged
{
    public GemmResult(T* start, nint rowStep, bool add)
        : this((nint)start, rowStep, add)
    {
    }

    public bool IsKept => Address != 0;

    public T* At(long row, long column)
    {
        var start = (T*)Address + (row * RowStep) + column;
        return PanelStep == 0 ? start : start + (column / RowStep * (PanelStep - RowStep));
    }
}
