using System.Buffers;
using System.Runtime.CompilerServices;
using Kindred.Clustering.Lloyd;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering;

/// <summary>Starting centres: rows drawn with probability proportional to ‖row − nearest chosen row‖², the best of a few each time.</summary>
/// <remarks>Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007; greedy as there and in scikit-learn, with
/// 2 + ⌊ln k⌋ candidates. All restarts choose in step, so that the rows are read once for all candidates; where rows do not stay in memory, the distances
/// to candidates do not either, and those to the chosen ones are measured again. Sums over all rows go from process to process, so that they are one chain.</remarks>
internal sealed unsafe class KMeansPlusPlus : IDisposable
{
    private readonly LloydRows _rows;
    private readonly LloydRun[] _runs;
    private readonly Rng[] _rngs;
    private readonly int _trials;
    private readonly NativeBuffer<float> _closest;     // runs x rows: ‖row − nearest chosen row‖²
    private readonly NativeBuffer<float>? _candidates; // runs · trials x rows: ‖row − candidate‖²; null where rows do not stay
    private readonly double[] _sums;                   // blocks x runs: Σ closest
    private readonly double[] _candidateSums;          // blocks x runs · trials: Σ min(closest, candidate)

    /// <remarks>Every run draws from a random stream of its own, of which <paramref name="first"/> is the first one's number among all restarts.</remarks>
    public KMeansPlusPlus(LloydRows rows, LloydRun[] runs, Rng rng, int first)
    {
        (_rows, _runs, _trials) = (rows, runs, Trials(runs[0].ClusterCount));
        _rngs = [.. Enumerable.Range(first, runs.Length).Select(rng.Split)];
        _closest = new NativeBuffer<float>((long)runs.Length * rows.Count);
        _candidates = rows.Stay ? new NativeBuffer<float>((long)runs.Length * _trials * rows.Count) : null;
        _sums = new double[rows.Blocks * runs.Length];
        _candidateSums = new double[rows.Blocks * runs.Length * _trials];
        for (var r = 0; r < runs.Length; r++)
            new Span<float>(Closest(r), rows.Count).Fill(float.PositiveInfinity);
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
            _rows.ForEachBlock(block =>
            {
                cancellation.ThrowIfCancellationRequested();
                Measure(block, trials);
            });
            var chosen = BestTrials(trials);
            int[] centres = [.. chosen.Select(candidate => candidates[candidate])];
            for (var r = 0; r < _runs.Length; r++)
                _rows.CopyTo(centres[r], new Span<float>(_runs[r].Centre(c), _rows.Columns));
            if (_candidates is null)
                _rows.SetCandidates(centres);
            var cluster = c;
            _rows.ForEachBlock(block => Accept(block, cluster, chosen));
        }

        WorkerPool.Run(_runs.Length, (r, _) => _runs[r].Start(Closest(r)));
    }

    public void Dispose()
    {
        _closest.Dispose();
        _candidates?.Dispose();
    }

    private float* Closest(int run) => _closest.Pointer + ((long)run * _rows.Count);


    /// <summary>The candidates of all runs, rows of all, a run's side by side.</summary>
    private int[] Draw(int chosen, int trials)
    {
        if (chosen == 0)
            return [.. _rngs.Select(rng => rng.NextInt(_rows.Shard.Total))];
        var potentials = new double[_runs.Length];
        _rows.Shard.Communicator.InTurn<double>(potentials, sofar => AddTo(sofar, _sums));
        if (potentials.Contains(0))
            throw DistinctRows.TooFew(_runs[0].ClusterCount, chosen);

        var walks = new Walk[_runs.Length * trials];
        for (var place = 0; place < walks.Length; place++)
            walks[place] = new Walk(_rngs[place / trials].NextDouble() * potentials[place / trials], Row: -1, Last: -1);
        _rows.Shard.Communicator.InTurn<Walk>(walks, all =>
        {
            for (var place = 0; place < all.Length; place++)
                all[place] = Go(place / trials, all[place]);
        });
        if (walks.Any(walk => walk.Row < 0))
        {
            _rows.Shard.Communicator.InTurn<Walk>(walks, all =>
            {
                for (var place = 0; place < all.Length; place++)
                    all[place] = all[place].Row < 0 ? Back(place / trials, all[place]) : all[place];
            });
        }

        return [.. walks.Select(walk => walk.Row)];
    }

    /// <summary>sofar[i] += Σ over the blocks of this process, in their order.</summary>
    private void AddTo(Span<double> sofar, double[] blocks)
    {
        for (var block = 0; block < _rows.Blocks; block++)
        {
            for (var i = 0; i < sofar.Length; i++)
                sofar[i] += blocks[((long)block * (blocks.Length / _rows.Blocks)) + i];
        }
    }

    /// <summary>On to the first row at which the running sum of squares exceeds the target; never one with weight zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Walk Go(int run, Walk walk)
    {
        var (target, last) = (walk.Target, walk.Last);
        for (var block = 0; block < _rows.Blocks && walk.Row < 0; block++)
        {
            var sum = _sums[(block * _runs.Length) + run];
            var (start, end) = _rows.Block(block);
            if (target >= sum && _rows.Shard.First + end < _rows.Shard.Total)
            {
                target -= sum;
                last = sum > 0 ? _rows.Shard.First + end : last;
                continue;
            }

            for (var i = start; i < end; i++)
            {
                target -= Closest(run)[i];
                if (target < 0)
                    return new Walk(target, _rows.Shard.First + i, last);
            }

            last = sum > 0 ? _rows.Shard.First + end : last;
        }

        return walk with { Target = target, Last = last };
    }

    /// <summary>Where rounding carried the target past the end: the last row with weight.</summary>
    private Walk Back(int run, Walk walk)
    {
        var row = walk.Last - _rows.Shard.First;
        if (row <= 0 || row > _rows.Count)
            return walk;
        do
        {
            row--;
        }
        while (Closest(run)[row] == 0);
        return walk with { Row = _rows.Shard.First + row };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(int block, int trials)
    {
        var (start, end) = _rows.Block(block);
        var room = Room(_runs.Length * trials);
        fixed (float* scratch = room)
        {
            var (first, stride) = SquaresAt(scratch, start);
            var squares = (float*)first;
            _rows.DistancesToCandidates(start, end, squares, stride);
            for (var candidate = 0; candidate < _runs.Length * trials; candidate++)
            {
                _candidateSums[((long)block * _runs.Length * _trials) + candidate] =
                    RowDistances.SumOfMinima(Closest(candidate / trials) + start, squares + (candidate * stride) + start, end - start);
            }
        }

        GiveBack(room);
    }

    /// <summary>Every run's candidate that leaves the least Σ closest, the first of equals.</summary>
    private int[] BestTrials(int trials)
    {
        var sums = new double[_runs.Length * trials];
        _rows.Shard.Communicator.InTurn<double>(sums, sofar => AddTo(sofar, _candidateSums));
        return [.. Enumerable.Range(0, _runs.Length).Select(run => Enumerable.Range(run * trials, trials).MinBy(candidate => sums[candidate]))];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accept(int block, int cluster, int[] chosen)
    {
        var (start, end) = _rows.Block(block);
        var room = Room(_runs.Length);
        fixed (float* scratch = room)
        {
            var (first, stride) = SquaresAt(scratch, start);
            var all = (float*)first;
            if (_candidates is null)
                _rows.DistancesToCandidates(start, end, all, stride);
            for (var r = 0; r < _runs.Length; r++)
            {
                float* closest = Closest(r), squares = all + ((_candidates is null ? r : chosen[r]) * stride);
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

        GiveBack(room);
    }

    /// <summary>Room for the distances of a block to so many candidates, where those of all rows are not kept.</summary>
    private float[] Room(int candidates) => _candidates is null ? ArrayPool<float>.Shared.Rent(candidates * _rows.BlockRows) : [];

    private static void GiveBack(float[] room)
    {
        if (room.Length > 0)
            ArrayPool<float>.Shared.Return(room);
    }

    /// <summary>Where the distances of row 0 to the first candidate lie, or would lie, and how far apart those to the next are.</summary>
    private (nint First, long Stride) SquaresAt(float* scratch, int start) => _candidates is null ? ((nint)(scratch - start), _rows.BlockRows) : ((nint)_candidates.Pointer, _rows.Count);

    /// <summary>How far a draw has come: what is left of the target, the row that was found, and the end of the last block with weight.</summary>
    private readonly record struct Walk(double Target, int Row, int Last);
}
