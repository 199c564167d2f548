namespace Kindred.Numerics.Kernels.Images;

/// <summary>Triangular pooling along one axis: a pixel is shared by the two cells whose centres lie to either side of it, the nearer getting more.</summary>
/// <remarks>The share of cell c in pixel p is max(0, 1 − |p + ½ − (c + ½) s| / s), s = pixels / cells. Cells are numbered from 1, so that 0 and
/// cells + 1 take what falls outside.</remarks>
internal sealed class CellPooling
{
    private readonly int[] _first;
    private readonly double[] _second;

    public CellPooling(int pixels, int cells)
    {
        (Cells, _first, _second) = (cells, new int[pixels], new double[pixels]);
        for (var p = 0; p < pixels; p++)
        {
            var place = ((p + 0.5) * cells / pixels) + 0.5;
            _first[p] = (int)place;
            _second[p] = place - _first[p];
        }
    }

    public int Cells { get; }

    /// <summary>The first of the two cells.</summary>
    public int First(int pixel) => _first[pixel];

    /// <summary>The share of the cell after it; the first has the rest.</summary>
    public double ShareOfNext(int pixel) => _second[pixel];
}
