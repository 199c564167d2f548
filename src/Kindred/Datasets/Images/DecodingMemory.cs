using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>Memory that pictures take while they are decoded, shared among all threads: large ones wait for each other, small ones hardly ever.</summary>
/// <remarks>All together take no more than <see cref="MemoryLimit"/> allows, and no more than an eighth of the machine's memory unless one alone does.</remarks>
internal static class DecodingMemory
{
    private const long Least = 1L << 28, Most = 1L << 32;

    private static readonly Lock Gate = new();
    private static readonly long Usual = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, Least, Most);
    private static readonly ManualResetEventSlim Freed = new();
    private static long _taken;

    private static long Budget => Math.Min(Usual, MemoryLimit.Bytes);

    /// <summary>Waits until so many bytes are free; a picture that needs more than the usual share is decoded alone. Nobody may hold one and ask for another.</summary>
    /// <param name="bytes">That will be taken.</param>
    /// <param name="name">Of the picture's file, for the message.</param>
    /// <exception cref="DataFileException">The picture alone takes more than may be taken.</exception>
    public static Share Take(long bytes, string name)
    {
        if (MemoryLimit.Problem("decoded, the image takes", bytes) is { } problem)
            throw new DataFileException(name, problem) { IsTooLarge = true };
        while (true)
        {
            var asked = Math.Min(bytes, Budget);
            lock (Gate)
            {
                if (_taken == 0 || _taken + asked <= Budget)
                {
                    _taken += asked;
                    return new Share(asked);
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
