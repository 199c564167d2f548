using System.Runtime.CompilerServices;
using Kindred.Clustering.Lloyd;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering;

/// <summary>Starting centres: rows drawn with probability proportional to ‖row − nearest chosen row‖², the best of a few each time.</summary>
/// <remarks>Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007; greedy as there and in scikit-learn, with
/// 2 + ⌊ln k⌋ candidates. All restarts choose in step, so that the rows are read once for all candidates.</remarks>
internal sealed unsafe class KMeansPlusPlus : IDisposable
{
    private readonly LloydRows _rows;
    private readonly LloydRun[] _runs;
    private readonly Rng[] _rngs;
    private readonly int _trials;
    private readonly NativeBuffer<float> _closest;     // runs x rows: ‖row − nearest chosen row‖²
    private readonly NativeBuffer<float> _candidates;  // runs · trials x rows: ‖row − candidate‖²
    private readonly double[] _sums;                   // blocks x runs: Σ closest
    private readonly double[] _candidateSums;          // blocks x runs · trials: Σ min(closest, candidate)

    /// <remarks>Every run draws from a random stream of its own, of which <paramref name="first"/> is the first one's number among all restarts.</remarks>
    public KMeansPlusPlus(LloydRows rows, LloydRun[] runs, Rng rng, int first)
    {
        (_rows, _runs, _trials) = (rows, runs, Trials(runs[0].ClusterCount));
        _rngs = [.. Enumerable.Range(first, runs.Length).Select(rng.Split)];
        _closest = new NativeBuffer<float>((long)runs.Length * rows.Count);
        _candidates = new NativeBuffer<float>((long)runs.Length * _trials * rows.Count);
        _sums = new double[rows.Blocks * runs.Length];
        _candidateSums = new double[rows.Blocks * runs.Length * _trials];
        _closest.Span.Fill(float.PositiveInfinity);
    }

    /// <summary>Candidates a step.</summary>
    public static int Trials(int clusterCount) => 2 + (int)Math.Log(clusterCount);

    /// <exception cref="FitException">There are fewer distinct rows than clusters.</exception>
    public void Choose(CancellationToken cancellation)
    {
        for (var c = 0; c < _runs[0].ClusterCount; c++)
        {
            var trials = c == 0 ? 1 : _trials;
            var candidates = Draw(c, trials);
            _rows.SetCandidates(candidates);
            WorkerPool.Run(_rows.Blocks, (block, _) =>
            {
                cancellation.ThrowIfCancellationRequested();
                Measure(block, trials);
            });
            var chosen = _runs.Select((_, r) => BestTrial(r, trials)).ToArray();
            for (var r = 0; r < _runs.Length; r++)
                _rows.CopyTo(candidates[chosen[r]], new Span<float>(_runs[r].Centre(c), _rows.Columns));
            var cluster = c;
            WorkerPool.Run(_rows.Blocks, (block, _) => Accept(block, cluster, chosen));
        }

        WorkerPool.Run(_runs.Length, (r, _) => _runs[r].Start(Closest(r)));
    }

    public void Dispose()
    {
        _closest.Dispose();
        _candidates.Dispose();
    }

    private float* Closest(int run) => _closest.Pointer + ((long)run * _rows.Count);

    private float* Candidate(int candidate) => _candidates.Pointer + ((long)candidate * _rows.Count);

    /// <summary>The candidates of all runs, a run's side by side.</summary>
    private int[] Draw(int chosen, int trials)
    {
        var candidates = new int[_runs.Length * trials];
        for (var r = 0; r < _runs.Length; r++)
        {
            var potential = chosen == 0 ? 0 : BlockSums(r).Sum();
            if (chosen > 0 && potential == 0)
            {
                throw new FitException($"{_runs[r].ClusterCount} clusters need as many distinct rows, but there are only {chosen}; " +
                    "ask for at most that many groups.");
            }

            for (var t = 0; t < trials; t++)
                candidates[(r * trials) + t] = chosen == 0 ? _rngs[r].NextInt(_rows.Count) : Row(r, _rngs[r].NextDouble() * potential);
        }

        return candidates;
    }

    private IEnumerable<double> BlockSums(int run) => Enumerable.Range(0, _rows.Blocks).Select(block => _sums[(block * _runs.Length) + run]);

    /// <summary>The first row at which the running sum of squares exceeds <paramref name="target"/>; never one with weight zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Row(int run, double target)
    {
        var last = -1;
        for (var block = 0; block < _rows.Blocks; block++)
        {
            var sum = _sums[(block * _runs.Length) + run];
            var (start, end) = _rows.Block(block);
            if (target >= sum && block < _rows.Blocks - 1)
            {
                target -= sum;
                last = sum > 0 ? block : last;
                continue;
            }

            for (var i = start; i < end; i++)
            {
                target -= Closest(run)[i];
                if (target < 0)
                    return i;
            }

            last = sum > 0 ? block : last;
        }

        return LastWithWeight(run, last);  // rounding carried the target past the end
    }

    private int LastWithWeight(int run, int block)
    {
        var row = _rows.Block(block).End - 1;
        while (Closest(run)[row] == 0)
            row--;
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(int block, int trials)
    {
        var (start, end) = _rows.Block(block);
        _rows.DistancesToCandidates(start, end, _candidates.Pointer);
        for (var candidate = 0; candidate < _runs.Length * trials; candidate++)
        {
            _candidateSums[((long)block * _runs.Length * _trials) + candidate] =
                RowDistances.SumOfMinima(Closest(candidate / trials) + start, Candidate(candidate) + start, end - start);
        }
    }

    /// <summary>The run's candidate that leaves the least Σ closest, the first of equals.</summary>
    private int BestTrial(int run, int trials) => Enumerable.Range(run * trials, trials).MinBy(candidate =>
        Enumerable.Range(0, _rows.Blocks).Sum(block => _candidateSums[((long)block * _runs.Length * _trials) + candidate]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accept(int block, int cluster, int[] chosen)
    {
        var (start, end) = _rows.Block(block);
        for (var r = 0; r < _runs.Length; r++)
        {
            float* closest = Closest(r), squares = Candidate(chosen[r]);
            var (labels, sum) = (_runs[r].Clusters, 0.0);
            for (var i = start; i < end; i++)
            {
                if (squares[i] < closest[i])
                    (closest[i], labels[i]) = (squares[i], cluster);
                sum += closest[i];
            }

            _sums[(block * _runs.Length) + r] = sum;
            _runs[r].Seed(start, end, cluster, squares);
        }
    }
}
