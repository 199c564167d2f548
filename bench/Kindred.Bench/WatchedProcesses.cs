using Kindred.Numerics.Distribution;

namespace Kindred.Bench;

/// <summary>The processes of this job, and how much of a processor's time is spent in calls to them: sending, adding, waiting. What is left of a pass is work, whatever else the machine does.</summary>
internal sealed class WatchedProcesses : ICommunicator
{
    private static ICommunicator All => Processes.All;

    public int Rank => All.Rank;

    public int Size => All.Size;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Talking { get; private set; }

    public void Sum(Span<long> values)
    {
        var begun = Now;
        All.Sum(values);
        Talking += Now - begun;
    }

    public void Sum(Span<double> values)
    {
        var begun = Now;
        All.Sum(values);
        Talking += Now - begun;
    }

    public void Sum(Span<float> values)
    {
        var begun = Now;
        All.Sum(values);
        Talking += Now - begun;
    }

    void ICommunicator.SumSlice(Span<float> values)
    {
        var begun = Now;
        All.SumSlice(values);
        Talking += Now - begun;
    }

    void ICommunicator.ShareSlices(Span<float> values)
    {
        var begun = Now;
        All.ShareSlices(values);
        Talking += Now - begun;
    }

    ISlicedSums ICommunicator.SlicedSums() => new WatchedSums(this, All.SlicedSums());

    public void Max(Span<float> values)
    {
        var begun = Now;
        All.Max(values);
        Talking += Now - begun;
    }

    public void Broadcast(Span<byte> values, int root)
    {
        var begun = Now;
        All.Broadcast(values, root);
        Talking += Now - begun;
    }

    public void Send(ReadOnlySpan<byte> values, int to)
    {
        var begun = Now;
        All.Send(values, to);
        Talking += Now - begun;
    }

    public void Receive(Span<byte> values, int from)
    {
        var begun = Now;
        All.Receive(values, from);
        Talking += Now - begun;
    }

    public void Await(int from)
    {
        var begun = Now;
        All.Await(from);
        Talking += Now - begun;
    }

    public void Barrier()
    {
        var begun = Now;
        All.Barrier();
        Talking += Now - begun;
    }

    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    private sealed unsafe class WatchedSums(WatchedProcesses watched, ISlicedSums sums) : ISlicedSums
    {
        public void Begin(float* values, int length)
        {
            var begun = Now;
            sums.Begin(values, length);
            watched.Talking += Now - begun;
        }

        public void Progress()
        {
            var begun = Now;
            sums.Progress();
            watched.Talking += Now - begun;
        }

        public void Finish()
        {
            var begun = Now;
            sums.Finish();
            watched.Talking += Now - begun;
        }
    }
}
