using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Mixture;

/// <summary>Rows of floats as the panels of doubles that <see cref="MixtureTiles"/> multiplies.</summary>
internal static unsafe class MixturePanels
{
    private const int Width = MixtureTiles.Width;

    /// <summary>How many panels hold <paramref name="count"/> rows or columns.</summary>
    public static int Count(int count) => (count + Width - 1) / Width;

    /// <summary>panels[p][j][i] ← x[16 p + i, j] − origin[j]: the points of a panel side by side, zero where there is no row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackPoints(float* x, int rows, int columns, double* origin, double* panels)
    {
        var complete = rows / Width * Width;
        for (var first = 0; first < complete; first += Width, panels += (long)columns * Width)
        {
            var corner = x + (long)first * columns;
            for (var j = 0; j < columns; j++)
            {
                var centre = Vector512.Create(origin[j]);
                (Gather(corner + j, columns) - centre).Store(panels + j * Width);
                (Gather(corner + 8L * columns + j, columns) - centre).Store(panels + j * Width + 8);
            }
        }

        if (complete == rows)
            return;
        new Span<double>(panels, columns * Width).Clear();
        for (var i = complete; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                panels[j * Width + i - complete] = x[(long)i * columns + j] - origin[j];
        }
    }

    /// <summary>panels[p][i][j] ← x[i, 16 p + j], still floats; <paramref name="stride"/> rows between panels. Where there is no column nothing is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackColumns(float* x, int rows, int columns, float* panels, int stride)
    {
        for (var first = 0; first < columns; first += Width, panels += (long)stride * Width)
        {
            var count = Math.Min(Width, columns - first);
            for (var i = 0; i < rows; i++)
            {
                var source = x + (long)i * columns + first;
                var target = panels + (long)i * Width;
                if (count == Width)
                    Vector512.Load(source).Store(target);
                else
                    Copy(source, target, count);
            }
        }
    }

    /// <summary>z[i] ← √wᵢ (x[rowᵢ] − mean); sums ← sums + Σᵢ wᵢ (x[rowᵢ] − mean); squares ← squares + Σᵢ z[i]², all 16 columns of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeighDifferences(int count, int* rows, double* weights, double* roots, float* x, double* mean, double* z, double* sums, double* squares)
    {
        Debug.Assert(((nint)z & 63) == 0);
        Vector512<double> mean0 = Vector512.Load(mean), mean1 = Vector512.Load(mean + 8);
        Vector512<double> sums0 = Vector512.Load(sums), sums1 = Vector512.Load(sums + 8);
        Vector512<double> squares0 = Vector512.Load(squares), squares1 = Vector512.Load(squares + 8);
        for (var i = 0; i < count; i++, z += Width)
        {
            var row = x + (long)rows[i] * Width;
            var v0 = Widen(Vector256.Load(row)) - mean0;
            var v1 = Widen(Vector256.Load(row + 8)) - mean1;
            var weight = Vector512.Create(weights[i]);
            sums0 = Vector512.FusedMultiplyAdd(weight, v0, sums0);
            sums1 = Vector512.FusedMultiplyAdd(weight, v1, sums1);
            var root = Vector512.Create(roots[i]);
            v0 *= root;
            v1 *= root;
            squares0 = Vector512.FusedMultiplyAdd(v0, v0, squares0);
            squares1 = Vector512.FusedMultiplyAdd(v1, v1, squares1);
            v0.Store(z);
            v1.Store(z + 8);
        }

        sums0.Store(sums);
        sums1.Store(sums + 8);
        squares0.Store(squares);
        squares1.Store(squares + 8);
    }

    /// <summary>q[i] ← q[i] + Σⱼ ((x[j][i] − mean[j]) scale[j])² for the 16 points of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaledSquares(int columns, double* x, double* mean, double* scale, double* q)
    {
        Vector512<double> q0 = Vector512.Load(q), q1 = Vector512.Load(q + 8);
        for (var j = 0; j < columns; j++, x += Width)
        {
            var centre = Vector512.Create(mean[j]);
            var factor = Vector512.Create(scale[j]);
            var y0 = (Vector512.Load(x) - centre) * factor;
            var y1 = (Vector512.Load(x + 8) - centre) * factor;
            q0 = Vector512.FusedMultiplyAdd(y0, y0, q0);
            q1 = Vector512.FusedMultiplyAdd(y1, y1, q1);
        }

        q0.Store(q);
        q1.Store(q + 8);
    }

    /// <summary>x[0], x[stride] … x[7 stride]</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Gather(float* x, long stride)
    {
        var lower = Vector128.Create(x[0], x[stride], x[2 * stride], x[3 * stride]);
        x += 4 * stride;
        return Widen(Vector256.Create(lower, Vector128.Create(x[0], x[stride], x[2 * stride], x[3 * stride])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        for (var j = 0; j < count; j++)
            target[j] = source[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(Vector256<float> values)
    {
        var (lower, upper) = Vector256.Widen(values);
        return Vector512.Create(lower, upper);
    }
}
