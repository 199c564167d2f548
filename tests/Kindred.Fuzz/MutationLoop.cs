using System.Diagnostics;
using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Fuzz;

/// <summary>Alters whole files at random but reproducibly, and watches what the reader does: no crash, no hang, little memory.</summary>
internal sealed class MutationLoop
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5), Hung = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly Target _target;
    private readonly byte[][] _corpus;
    private readonly string _inputPath;

    public MutationLoop(string name, Target target)
    {
        (_name, _target) = (name, target);
        _corpus = [.. target.Corpus()];
        _inputPath = Path.Combine(Directory.CreateDirectory("fuzz-findings").FullName, $"{name}-running.bin");
    }

    /// <summary>0 where nothing was found; a hang or the end of the process leaves the input in fuzz-findings/TARGET-running.bin.</summary>
    public int Run(double seconds, ulong seed)
    {
        var read = 0;
        foreach (var whole in _corpus)  // all of them, for any may be a finding
            read += _target.Run(whole) ? 1 : 0;
        if (read == 0)
            throw new InvalidOperationException($"{_name}: all {_corpus.Length} whole files are refused, so that nothing beyond the refusal would be tried.");
        var (clock, findings, done) = (Stopwatch.StartNew(), 0, 0L);
        using var running = new FileStream(_inputPath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        while (clock.Elapsed.TotalSeconds < seconds && findings < 20)
        {
            var input = Mutations.Of(_corpus, new Rng(seed).Split((int)done++));
            running.SetLength(input.Length);
            running.Position = 0;
            running.Write(input);
            if (RunOne(input) is not { } problem)
                continue;
            findings++;
            var path = Path.Combine("fuzz-findings", $"{_name}-{seed}-{done}.bin");
            File.WriteAllBytes(path, input);
            Console.WriteLine($"{_name}: {problem} Kept: {path}");
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_name}: {done:N0} inputs in {clock.Elapsed.TotalSeconds:0} s (seed {seed}), {findings} findings, at most {process.PeakWorkingSet64 >> 20} MB."));
        if (findings == 0)
            File.Delete(_inputPath);
        return findings == 0 ? 0 : 1;
    }

    private string? RunOne(byte[] input)
    {
        var worked = Environment.CpuUsage.TotalTime;  // a machine that is busy with other things is no finding
        using var watch = new Timer(_ => Stop("more than 30 s"), null, Hung, Timeout.InfiniteTimeSpan);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _target.Run(input);
        }
#pragma warning disable CA1031 // whatever comes is a finding
        catch (Exception finding)
#pragma warning restore CA1031
        {
            return $"{finding.GetType().Name}: {finding.Message.ReplaceLineEndings(" ")} {finding.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
        }

        if (Environment.CpuUsage.TotalTime - worked is var taken && taken > Slow)
            return $"{taken.TotalSeconds:0.0} s of work for {input.Length} bytes.";
        if (GC.GetAllocatedBytesForCurrentThread() - before > 64 << 20 && Environment.WorkingSet > _target.MostMemory)
        {
            GC.Collect();
            return $"{Environment.WorkingSet >> 20} MB after {input.Length} bytes, of which {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB asked for.";
        }

        return null;
    }

    private void Stop(string why)
    {
        Console.WriteLine($"{_name}: {why}; the input is kept in {_inputPath}");
        Environment.Exit(3);
    }
}
