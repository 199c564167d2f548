using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Clustering.Lloyd;

/// <summary>Distances between rows and the centres of one restart: bounds on them, fast, and comparisons of them, exact.</summary>
/// <remarks>
/// For bytes the fast way rounds the centres to 1/256 grey level and multiplies integers: exact for the rounded centre, so off by at
/// most ‖centre − rounded centre‖. That settles nearly every row; the rest, and rows of floats, are compared by <see cref="RowDistances"/>.
/// </remarks>
internal sealed unsafe class CentreDistances<T> : IDisposable
    where T : unmanaged
{
    private readonly WideRows<T> _rows;
    private readonly LloydRun _run;
    private readonly float _slack;
    private readonly NativeBuffer<sbyte>? _digits;
    private readonly (double SquaredNorm, float Error)[] _rounded;

    /// <summary><paramref name="slack"/> is the relative error of a distance that bounds allow for.</summary>
    public CentreDistances(WideRows<T> rows, LloydRun run, float slack)
    {
        (_rows, _run, _slack) = (rows, run, slack);
        _rounded = new (double SquaredNorm, float Error)[run.ClusterCount];
        if (rows.HasExactProducts)
            _digits = new NativeBuffer<sbyte>(2L * run.ClusterCount * ByteProducts.Stride(rows.Columns));
    }

    public void CentreMoved(int cluster)
    {
        if (_digits is null)
            return;
        var (norm, error) = ByteProducts.Digits(_run.Centre(cluster), _rows.Columns, Digits(cluster));
        _rounded[cluster] = (norm, (float)Math.Sqrt(error) * (1 + _slack));
    }

    /// <summary>Measures the centres waiting in <paramref name="search"/>, four at a time; a rest of fewer only if <paramref name="all"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(int row, NearestSearch search, bool all)
    {
        for (var waiting = search.Count - search.Measured; waiting >= 4 || (all && waiting > 0); waiting = search.Count - search.Measured)
        {
            if (_digits is null)
                MeasureFloats(row, search, Math.Min(4, waiting));
            else
                MeasureBytes(row, search, Math.Min(4, waiting));
        }
    }

    /// <summary>The place of the nearest centre by measured distance, of equals the one with the lowest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Nearest(int row, NearestSearch search)
    {
        var best = (Place: -1, Square: float.PositiveInfinity);
        for (var place = 0; place < search.Count; place++)
        {
            if (!search.MayWin(place))
                continue;
            var square = RowDistances.SquaredEuclidean(_rows.Row(row), _run.Centre(search.Centres[place]), _rows.Columns);
            if (square < best.Square || (square == best.Square && search.Centres[place] < search.Centres[best.Place]))
                best = (place, square);
        }

        return best.Place;
    }

    public void Dispose() => _digits?.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private sbyte* Digits(int cluster) => _digits!.Pointer + (2L * cluster * ByteProducts.Stride(_rows.Columns));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureFloats(int row, NearestSearch search, int count)
    {
        var squares = stackalloc float[4];
        var (x, c, first) = ((nint)_rows.Row(row), search.Centres, search.Measured);
        if (count == 4)
        {
            RowDistances.SquaredEuclidean((T*)x, _run.Centre(c[first]), _run.Centre(c[first + 1]), _run.Centre(c[first + 2]),
                _run.Centre(c[first + 3]), _rows.Columns, squares);
        }
        else
        {
            for (var i = 0; i < count; i++)
                squares[i] = RowDistances.SquaredEuclidean((T*)x, _run.Centre(c[first + i]), _rows.Columns);
        }

        for (var i = 0; i < count; i++)
        {
            var distance = MathF.Sqrt(squares[i]);
            search.Set(distance * (1 - _slack), distance * (1 + _slack));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureBytes(int row, NearestSearch search, int count)
    {
        var products = stackalloc long[4];
        var (c, first, last) = (search.Centres, search.Measured, search.Measured + count - 1);
        var x = (byte*)_rows.Row(row);
        if (count > 2)
        {
            ByteProducts.OneByFour(x, Digits(c[first]), Digits(c[first + 1]), Digits(c[first + 2]), Digits(c[last]), _rows.Columns, products);
            products[count - 1] = products[3];
        }
        else
        {
            ByteProducts.OneByTwo(x, Digits(c[first]), Digits(c[last]), _rows.Columns, products);
        }

        for (var i = 0; i < count; i++)
        {
            var (norm, error) = _rounded[c[first + i]];
            var product = (products[i] / 256.0) + (128.0 * _rows.Norm(row));  // all of this is exact in double
            var distance = (float)Math.Sqrt(Math.Max(0, _rows.SquaredNorm(row) + norm - (2 * product)));
            search.Set((distance * (1 - _slack)) - error, (distance * (1 + _slack)) + error);
        }
    }
}
