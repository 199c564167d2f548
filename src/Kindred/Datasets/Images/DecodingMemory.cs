namespace Kindred.Datasets.Images;

/// <summary>Memory that pictures take while they are decoded, shared among all threads: large ones wait for each other, small ones hardly ever.</summary>
internal static class DecodingMemory
{
    private const long Least = 1L << 28, Most = 1L << 32;

    private static readonly Lock Gate = new();
    private static readonly long Budget = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, Least, Most);
    private static readonly ManualResetEventSlim Freed = new();
    private static long _taken;

    /// <summary>Waits until so many bytes are free; a picture that needs more than there are has them all. Nobody may hold one and ask for another.</summary>
    public static Share Take(long bytes)
    {
        bytes = Math.Min(bytes, Budget);
        while (true)
        {
            lock (Gate)
            {
                if (_taken + bytes <= Budget)
                {
                    _taken += bytes;
                    return new Share(bytes);
                }

                Freed.Reset();
            }

            Freed.Wait();
        }
    }

    /// <summary>Given back when disposed.</summary>
    internal sealed class Share(long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose()
        {
            lock (Gate)
            {
                _taken -= Interlocked.Exchange(ref _bytes, 0);
                Freed.Set();
            }
        }
    }
}
