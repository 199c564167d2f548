using Kindred.Numerics;

namespace Kindred.Clustering.Lloyd;

/// <summary>How rows of a source go through memory: all at once, or in windows; the same at every process.</summary>
/// <param name="WindowRows">At hand at a time, whole blocks.</param>
/// <param name="Stay">Whether one window holds all rows of a process.</param>
/// <param name="BytesARun">What a restart keeps of the rows of a process that do not stay: a label and a distance each.</param>
internal sealed record StreamPlan(int WindowRows, bool Stay, long BytesARun)
{
    private const long WindowBytes = 64L << 20;  // reading more at once gains nothing
    private const int KeptBytes = sizeof(int) + sizeof(float);

    /// <param name="rows">Of the process that has the most.</param>
    /// <param name="blockRows">Of a block.</param>
    /// <param name="rowBytes">Of a row in memory.</param>
    /// <param name="boundBytes">That a restart keeps of a row that stays.</param>
    /// <param name="memory">Bytes that a process may take.</param>
    public static StreamPlan For(int rows, int blockRows, long rowBytes, long boundBytes, long memory)
    {
        var all = Whole(rows, blockRows);
        if ((double)rows * (rowBytes + boundBytes) <= memory)
            return new StreamPlan(Math.Max(blockRows, all), Stay: true, BytesARun: 0);
        var fitting = Math.Min(WindowBytes, memory / 4) / rowBytes;
        return new StreamPlan((int)Math.Min(all, Math.Max(1, fitting / blockRows) * blockRows), Stay: false, (long)KeptBytes * rows);
    }

    /// <summary>What a fit needs at least of a process, whatever the window.</summary>
    public static void Require(int rows, long memory)
    {
        if (MemoryProblem(rows, memory) is { } problem)
            throw new ArgumentException(problem);
    }

    private static string? MemoryProblem(int rows, long memory) => (double)KeptBytes * rows <= memory ? null
        : $"Of {rows} rows k-means keeps a label and a distance each, {MemoryLimit.Size((double)KeptBytes * rows)}, more than the {MemoryLimit.Size(memory)} that may be taken; "
            + "--memory allows more, or more processes share the rows (mpirun -n 4 kindred …).";

    private static int Whole(int rows, int blockRows) => (int)Math.Min(int.MaxValue / blockRows * (long)blockRows, ((long)rows + blockRows - 1) / blockRows * blockRows);
}
