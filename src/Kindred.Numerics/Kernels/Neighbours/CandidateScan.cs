using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>What a tile of products of rows says of who is near whom: ‖x − y‖² = ‖x‖² + (‖y‖² − 2 x·y), of which x compares the bracket.</summary>
internal static unsafe class CandidateScan
{
    /// <summary>Offers every y to every x, and every x to every y where they keep lists. The tile holds x·y, rows x columns, rows a step apart; columns are a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Offer(float* tile, nint step, int rows, int columns, in ScannedRows x, in ScannedRows y)
    {
        for (var row = 0; row < rows; row++, tile += step)
        {
            var (norm, least) = (x.Norms[row], x.Thresholds[row]);
            for (var column = 0; column < columns;)
            {
                ulong hits;
                var width = Vector512.IsHardwareAccelerated && columns - column >= 16 ? 16 : 4;
                if (width == 16)
                {
                    var twice = Vector512.Load(tile + column) * -2f;
                    var near = Vector512.LessThan(Vector512.Load(y.Norms + column) + twice, Vector512.Create(least));
                    hits = (y.Lists is null ? near : near | Vector512.LessThan(Vector512.Create(norm) + twice, Vector512.Load(y.Thresholds + column))).ExtractMostSignificantBits();
                }
                else
                {
                    var twice = Vector128.Load(tile + column) * -2f;
                    var near = Vector128.LessThan(Vector128.Load(y.Norms + column) + twice, Vector128.Create(least));
                    hits = (y.Lists is null ? near : near | Vector128.LessThan(Vector128.Create(norm) + twice, Vector128.Load(y.Thresholds + column))).ExtractMostSignificantBits();
                }

                if (hits != 0)
                    Take(tile, row, column, hits, x, y);
                column += width;
            }
        }
    }

    private static void Take(float* tile, int row, int column, ulong hits, in ScannedRows x, in ScannedRows y)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var at = column + BitOperations.TrailingZeroCount(hits);
            if (x.AreSame && x.First + row == y.First + at)
                continue;
            x.Lists!.Offer(x.First + row, y.Norms[at] + (tile[at] * -2f), y.First + at);
            y.Lists?.Offer(y.First + at, x.Norms[row] + (tile[at] * -2f), x.First + row);
        }
    }
}

/// <summary>Rows of one side of a tile.</summary>
/// <param name="first">The number of the first.</param>
/// <param name="norms">‖x‖² of all rows; infinite for padding.</param>
/// <param name="lists">What is near each; null if nothing is kept.</param>
/// <param name="areSame">Both sides are rows of one table, whose rows are not their own neighbours.</param>
internal readonly unsafe struct ScannedRows(int first, float* norms, CandidateLists? lists, bool areSame)
{
    public int First => first;

    public float* Norms { get; } = norms + first;

    public CandidateLists? Lists => lists;

    public bool AreSame => areSame;

    public float* Thresholds { get; } = lists is null ? null : lists.Thresholds + first;
}
