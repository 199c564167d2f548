using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics;

/// <summary>How many threads the library works with.</summary>
public static class Parallelism
{
    /// <summary>At least one; all processors unless set. No result depends on it, only the time.</summary>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }
}
