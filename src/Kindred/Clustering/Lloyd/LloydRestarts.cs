using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Lloyd;

/// <summary>All restarts of one fit: they take every step together, so that the rows pass through the cache once for all.</summary>
/// <remarks>S. P. Lloyd, "Least squares quantization in PCM", doi:10.1109/TIT.1982.1056489.</remarks>
internal sealed unsafe class LloydRestarts(KMeans settings, LloydRows rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Restarts run beside each other as long as their bounds and candidate distances stay within this.</summary>
    public long BytesBeside { get; init; } = 192L << 20;

    /// <summary>What an inertia of one in the units of the rows is to the caller; for progress alone.</summary>
    public double InertiaUnit { get; init; } = 1;

    private double SmallMove => settings.Tolerance * rows.MeanColumnVariance;

    /// <summary>The restart with the lowest inertia, the first of equals.</summary>
    public LloydResult Best()
    {
        rows.Measure(cancellation);
        var beside = RestartsBeside();
        LloydResult? best = null;
        for (var first = 0; first < settings.Restarts; first += beside)
        {
            var outcome = BestOf(first, Math.Min(beside, settings.Restarts - first), best);
            if (best is null || outcome.Inertia < best.Inertia)
                best = outcome;
        }

        return best!;
    }

    /// <summary>One restart from given centres, in the units of the rows.</summary>
    public LloydResult From(ReadOnlySpan<float> centres)
    {
        rows.Measure(cancellation);
        using var run = rows.NewRun(settings.ClusterCount, place: 0);
        centres.CopyTo(run.Centres);
        run.Start(null);
        Iterate([run], 0, null);
        return LloydResult.Of(run);
    }

    private LloydResult BestOf(int first, int count, LloydResult? sofar)
    {
        var runs = new LloydRun[count];
        try
        {
            for (var r = 0; r < count; r++)
                runs[r] = rows.NewRun(settings.ClusterCount, r);
            using (var seeding = new KMeansPlusPlus(rows, runs, new Rng(settings.Seed), first))
                seeding.Choose(cancellation);
            Iterate(runs, first, sofar);
            return runs.Select(LloydResult.Of).MinBy(outcome => outcome.Inertia)!;
        }
        finally
        {
            foreach (var run in runs)
                run?.Dispose();
        }
    }

    private void Iterate(LloydRun[] runs, int first, LloydResult? sofar)
    {
        using var pool = new PassSumsPool(runs.Length, settings.ClusterCount, rows.Columns);
        var (batch, batches) = (first / runs.Length, (settings.Restarts + runs.Length - 1) / runs.Length);
        Prepare(runs);
        for (var iteration = 1; runs.Any(run => !run.Finished); iteration++)
        {
            var active = runs.Where(run => !run.Finished).ToArray();
            Pass(active, pool);
            Step(active, pool);
            Prepare([.. active.Where(run => run.ClustersLag)]);
            progress?.Report(new FitProgress("k-means", (batch * settings.MaxIterations) + iteration, batches * settings.MaxIterations,
                InertiaUnit * Math.Min(runs.Min(run => run.Objective), sofar?.Inertia ?? double.PositiveInfinity)));
        }

        var lagging = runs.Where(run => run.ClustersLag).ToArray();
        if (lagging.Length > 0)
            Pass(lagging, pool);
        foreach (var run in lagging)
            run.CatchUp(pool);
    }

    private void Step(LloydRun[] runs, PassSumsPool pool)
    {
        if (!rows.AreStreamed)
        {
            WorkerPool.Run(runs.Length, (r, _) => runs[r].Step(pool, SmallMove, settings.MaxIterations));
            return;
        }

        foreach (var run in runs)  // each sums over the processes, all in the same order
            run.Step(pool, SmallMove, settings.MaxIterations);
    }

    private void Pass(LloydRun[] runs, PassSumsPool pool) => rows.ForEachBlock(block =>
    {
        cancellation.ThrowIfCancellationRequested();
        var (start, end) = rows.Block(block);
        var sums = pool.Rent();
        foreach (var run in runs)
            run.Assign(start, end, sums);
        pool.Return(sums);
    });

    private void Prepare(LloydRun[] runs)
    {
        WorkerPool.Run(runs.Length, (r, _) => runs[r].CentresMoved());
        WorkerPool.Run(runs.Length * settings.ClusterCount, (item, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            runs[item / settings.ClusterCount].CentreMoved(item % settings.ClusterCount);
        });
    }

    private int RestartsBeside() =>
        (int)Math.Clamp(BytesBeside / Math.Max(1, rows.BytesARun(settings.ClusterCount)), 1, settings.Restarts);
}

/// <summary>Where a restart ended; the centres are in the units of the rows.</summary>
internal sealed record LloydResult(float[] Centres, double Inertia, int Iterations, bool Converged)
{
    /// <summary>Of every row, as the last pass over all of them saw it; none where there was no such pass.</summary>
    public int[] Clusters { get; init; } = [];

    public static LloydResult Of(LloydRun run) => new(run.Centres.ToArray(), run.Inertia(), run.Iterations, run.Converged) { Clusters = run.Clusters };
}
