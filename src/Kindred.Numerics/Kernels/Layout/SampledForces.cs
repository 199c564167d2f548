using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Layout;

/// <summary>Moves one row of a layout along its edges and away from rows drawn at random, the others standing still.</summary>
/// <remarks>Rows have a multiple of four floats, zeros beyond the layout's own; sixteen go as one vector. The order of all sums is fixed: the same bits on every machine.</remarks>
internal readonly unsafe ref struct SampledForces
{
    /// <summary>Floats of rows that go as one vector.</summary>
    public const int Wide = 16;

    private const int Lanes = 8;
    private const float Limit = 4;   // of a force along one axis

    private readonly float* _positions;
    private readonly float* _table;
    private readonly int _rows;
    private readonly int _width;
    private readonly int _drawCount;

    /// <param name="positions">rows x width.</param>
    /// <param name="rows">Rows to draw from.</param>
    /// <param name="width">Floats a row, a multiple of four.</param>
    /// <param name="table">Factors of x − y by squared distance: first along an edge, negative; second from a row drawn at random, positive.</param>
    /// <param name="drawCount">Draws for a sampled edge, at least one.</param>
    public SampledForces(float* positions, int rows, int width, float* table, int drawCount)
    {
        _positions = positions;
        _table = table;
        (_rows, _width, _drawCount) = (rows, width, drawCount);
    }

    /// <summary>Draws the rows that a step along the edge to row <paramref name="target"/> begins with, and calls them into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw(Step* step, int target, ref ulong random)
    {
        step->Rows[0] = target;
        step->Count = Draw(step, 1, _drawCount, ref random);
        for (var lane = 0; Sse.IsSupported && lane < step->Count; lane++)
            Sse.Prefetch0(Position(step->Rows[lane]));
    }

    /// <summary>x ← x + pull · clip(first(‖x − y‖²) (x − y)) + push · Σ clip(second(‖x − z‖²) (x − z)), y being the target of a step begun by
    /// <see cref="Draw(Step*, int, ref ulong)"/> and z rows drawn at random, leaving out row <paramref name="self"/></summary>
    /// <remarks>The edge and the first seven draws all from where x stands; of more draws, eight by eight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Move(float* x, int self, Step* step, ref ulong random, float pull, float push)
    {
        Move(x, self, step, Vector256.Create(ForceTable.Second).WithElement(0, 0), pull, push);
        for (var left = _drawCount - step->Count + 1; left > 0; left -= step->Count)
        {
            step->Count = Draw(step, 0, left, ref random);
            Move(x, self, step, Vector256.Create(ForceTable.Second), push, push);
        }
    }

    // lanes that have a row when as many as there is room for are drawn
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Draw(Step* step, int lane, int left, ref ulong random)
    {
        for (; lane < Lanes && left > 0; lane++, left--)
            step->Rows[lane] = (int)Math.BigMul(Rng.NextBits(ref random), (ulong)_rows, out _);
        return lane;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(float* x, int self, Step* step, Vector256<int> starts, float first, float others)
    {
        ForceTable.At(_table, SquaredDistances(x, step), starts).Store(step->Factors);
        if (_width == Wide)
            MoveWide(x, self, step, first, others);
        else
            MoveNarrow(x, self, step, first, others);
    }

    // x ← x + Σ step · clip(factor (x − y)) over the first lanes
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveWide(float* x, int self, Step* step, float firstStep, float otherStep)
    {
        var rows = step->Rows;
        var factors = step->Factors;
        var own = Vector512.Load(x);
        var (first, sum) = (Vector512<float>.Zero, Vector512<float>.Zero);
        if (rows[0] != self)
            first = firstStep * Force(factors[0], own, Vector512.Load(Position(rows[0])));
        for (var lane = 1; lane < step->Count; lane++)
        {
            if (rows[lane] != self)
                sum += Force(factors[lane], own, Vector512.Load(Position(rows[lane])));
        }

        (own + first + (otherStep * sum)).Store(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveNarrow(float* x, int self, Step* step, float firstStep, float otherStep)
    {
        var rows = step->Rows;
        var factors = step->Factors;
        for (var d = 0; d < _width; d += 4)
        {
            var own = Vector128.Load(x + d);
            var (first, sum) = (Vector128<float>.Zero, Vector128<float>.Zero);
            if (rows[0] != self)
                first = firstStep * Force(factors[0], own, Vector128.Load(Position(rows[0]) + d));
            for (var lane = 1; lane < step->Count; lane++)
            {
                if (rows[lane] != self)
                    sum += Force(factors[lane], own, Vector128.Load(Position(rows[lane]) + d));
            }

            (own + first + (otherStep * sum)).Store(x + d);
        }
    }

    // one instruction each: what the general minimum does about NaN and −0 is not wanted here
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Force(float factor, Vector512<float> x, Vector512<float> y) =>
        Vector512.MinNative(Vector512.MaxNative(Vector512.Create(factor) * (x - y), Vector512.Create(-Limit)), Vector512.Create(Limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Force(float factor, Vector128<float> x, Vector128<float> y) =>
        Vector128.MinNative(Vector128.MaxNative(Vector128.Create(factor) * (x - y), Vector128.Create(-Limit)), Vector128.Create(Limit));

    /// <summary>‖x − y‖² of the first lanes; the others have anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> SquaredDistances(float* x, Step* step)
    {
        var rows = step->Rows;
        var low = Sums(Squares(x, rows[0]), Squares(x, rows[1]), Squares(x, rows[2]), Squares(x, rows[3]));
        var (seventh, eighth) = step->Count > 6 ? (Squares(x, rows[6]), Squares(x, rows[7])) : default;
        return Vector256.Create(low, Sums(Squares(x, rows[4]), Squares(x, rows[5]), seventh, eighth));
    }

    // four sums that make up ‖x − y‖²
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Squares(float* x, int row)
    {
        var y = Position(row);
        if (_width == Wide)
        {
            var difference = Vector512.Load(x) - Vector512.Load(y);
            var squares = difference * difference;
            var half = squares.GetLower() + squares.GetUpper();
            return half.GetLower() + half.GetUpper();
        }

        var sum = Vector128<float>.Zero;
        for (var d = 0; d < _width; d += 4)
        {
            var difference = Vector128.Load(x + d) - Vector128.Load(y + d);
            sum += difference * difference;
        }

        return sum;
    }

    // [(a₀ + a₂) + (a₁ + a₃), the same of b, c and d]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (!Sse.IsSupported)
            return Vector128.Create(a[0] + a[2] + (a[1] + a[3]), b[0] + b[2] + (b[1] + b[3]), c[0] + c[2] + (c[1] + c[3]), d[0] + d[2] + (d[1] + d[3]));
        var (ab, cd) = (Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b), Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d));
        return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Position(int row) => _positions + ((long)row * _width);

    /// <summary>Rows that pull or push at once, and the factors of their forces; zero at first.</summary>
    internal struct Step
    {
        public fixed int Rows[Lanes];
        public fixed float Factors[Lanes];
        public int Count;
    }
}
