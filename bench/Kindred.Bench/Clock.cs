using System.Diagnostics;

namespace Kindred.Bench;

/// <summary>Times work as the yardsticks do: warmed up, then the median.</summary>
internal static class Clock
{
    public static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The middle of <paramref name="count"/> times, after <paramref name="warmUps"/> that do not count.</summary>
    public static double MedianSeconds(Action work, int count, int warmUps)
    {
        for (var i = 0; i < warmUps; i++)
            work();
        var times = new double[count];
        for (var i = 0; i < count; i++)
            times[i] = Seconds(work);
        Array.Sort(times);
        return times[count / 2];
    }

    public static long PeakMebibytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 >> 20;
        }
    }
}
