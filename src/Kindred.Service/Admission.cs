namespace Kindred.Service;

/// <summary>How many requests, and of how many bytes together, are under way at a time.</summary>
internal sealed class Admission(ServiceSettings settings)
{
    private readonly Lock _lock = new();
    private int _requests;
    private long _bytes;

    /// <summary>A place for a request of at most so many bytes, given back when disposed; null where there is none.</summary>
    public Place? TryEnter(long bytes)
    {
        lock (_lock)
        {
            if (_requests >= settings.MostRequests || (_requests > 0 && _bytes + bytes > settings.MostBytesAtOnce))
                return null;
            _requests++;
            _bytes += bytes;
            return new Place(this, bytes);
        }
    }

    private void Leave(long bytes)
    {
        lock (_lock)
        {
            _requests--;
            _bytes -= bytes;
        }
    }

    internal sealed class Place(Admission admission, long bytes) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                admission.Leave(bytes);
        }
    }
}
