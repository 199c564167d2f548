using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics;

/// <summary>How many threads the library works with.</summary>
public static class Parallelism
{
    /// <summary>From 1 to 1024; all processors unless set. No result depends on it, only the time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less or more.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }
}
