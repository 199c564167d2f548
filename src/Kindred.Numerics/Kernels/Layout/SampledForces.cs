using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Layout;

/// <summary>Moves one row of a layout along its edges and away from rows drawn at random, the others standing still.</summary>
/// <remarks>Rows have a multiple of four floats, zeros beyond the layout's own. Vectors of four everywhere: the same bits on every machine.</remarks>
internal readonly unsafe ref struct SampledForces
{
    private const float Limit = 4;   // of a force along one axis

    private readonly float* _positions;
    private readonly float* _attraction;
    private readonly float* _repulsion;
    private readonly Draw* _draws;
    private readonly int _rows;
    private readonly int _width;
    private readonly int _drawCount;

    /// <param name="positions">rows x width.</param>
    /// <param name="rows">Rows to draw from.</param>
    /// <param name="width">Floats a row, a multiple of four.</param>
    /// <param name="attraction">Factor of x − y by squared distance, along an edge: negative.</param>
    /// <param name="repulsion">The same from a row drawn at random: positive.</param>
    /// <param name="draws">Room for as many draws as are made for a sampled edge.</param>
    /// <param name="drawCount">How many that is.</param>
    public SampledForces(float* positions, int rows, int width, float* attraction, float* repulsion, Draw* draws, int drawCount)
    {
        _positions = positions;
        _attraction = attraction;
        _repulsion = repulsion;
        _draws = draws;
        (_rows, _width, _drawCount) = (rows, width, drawCount);
    }

    /// <summary>x ← x + step · clip(attraction(‖x − y‖²) (x − y)), y being row <paramref name="target"/></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Attract(float* x, int target, float step)
    {
        var y = Position(target);
        var factor = Vector128.Create(ForceTable.At(_attraction, SquaredDistance(x, y)));
        for (var d = 0; d < _width; d += 4)
            Move(x + d, Force(factor, Vector128.Load(x + d), Vector128.Load(y + d)), step);
    }

    /// <summary>x ← x + step · Σ clip(repulsion(‖x − y‖²) (x − y)) over rows y drawn at random, leaving out row <paramref name="self"/></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Repel(float* x, int self, ref ulong random, float step)
    {
        for (var p = 0; p < _drawCount; p++)
        {
            var row = (int)Math.BigMul(Rng.NextBits(ref random), (ulong)_rows, out _);
            _draws[p] = new Draw(row, row == self ? 0 : ForceTable.At(_repulsion, SquaredDistance(x, Position(row))));
        }

        for (var d = 0; d < _width; d += 4)
        {
            var (own, sum) = (Vector128.Load(x + d), Vector128<float>.Zero);
            for (var p = 0; p < _drawCount; p++)
                sum += Force(Vector128.Create(_draws[p].Factor), own, Vector128.Load(Position(_draws[p].Row) + d));
            Move(x + d, sum, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Force(Vector128<float> factor, Vector128<float> x, Vector128<float> y) =>
        Vector128.Min(Vector128.Create(Limit), Vector128.Max(Vector128.Create(-Limit), factor * (x - y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(float* x, Vector128<float> force, float step) => (Vector128.Load(x) + (Vector128.Create(step) * force)).Store(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float SquaredDistance(float* x, float* y)
    {
        var sum = Vector128<float>.Zero;
        for (var d = 0; d < _width; d += 4)
        {
            var difference = Vector128.Load(x + d) - Vector128.Load(y + d);
            sum += difference * difference;
        }

        return Vector128.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Position(int row) => _positions + ((long)row * _width);

    /// <summary>A row drawn, and the factor of its force.</summary>
    internal readonly record struct Draw(int Row, float Factor);
}
