using System.Numerics.Tensors;
using Kindred.Evaluation;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Heads;

/// <summary>What the heads of the lowest loss say together, each numbered as the best of them.</summary>
internal sealed class HeadVote
{
    private const double SmallestCluster = 0.2;  // of an even share; a head with a smaller one has lost a cluster
    private const float Passed = 0.9f;           // of a vote, along the graph in a round

    private const double Smallest = 1e-30;       // product of two rows' probabilities

    private readonly Matrix _shares;

    private HeadVote(Matrix shares) => _shares = shares;

    public required int Voters { get; init; }

    public required double LowestLoss { get; init; }

    public required double MedianLoss { get; init; }

    /// <summary>The mean share of rows that a voter puts where the best head does; 1 where it votes alone.</summary>
    public required double Agreement { get; init; }

    /// <summary>Heads ranked by their loss over all rows and all neighbours, those behind that lost a cluster; the first <paramref name="voters"/> vote.</summary>
    public static HeadVote Of(IReadOnlyList<LinearHead> heads, int voters, Matrix rows, NeighbourTable neighbours, double entropy, CancellationToken cancellation)
    {
        var clusters = heads[0].Clusters;
        var judged = new List<(int Head, bool HasLost, double Loss)>();
        for (var head = 0; head < heads.Count; head++)
        {
            cancellation.ThrowIfCancellationRequested();
            var p = heads[head].Predict(rows);
            var sizes = Clusters(p).CountBy(cluster => cluster).Select(size => size.Value).ToArray();
            judged.Add((head, sizes.Length < clusters || sizes.Min() < SmallestCluster * rows.Rows / clusters, Loss(p, neighbours, entropy)));
        }

        var ranked = judged.OrderBy(head => head.HasLost).ThenBy(head => head.Loss).ToArray();
        var (sum, best, agreement) = (new Matrix(rows.Rows, clusters), Array.Empty<int>(), 0.0);
        foreach (var (head, _, _) in ranked.Take(voters))
        {
            cancellation.ThrowIfCancellationRequested();
            var p = heads[head].Predict(rows);
            var own = Clusters(p);
            best = best.Length == 0 ? own : best;
            var numbers = Contingency.Of(own, best, clusters, clusters).ClusterOfClass;
            Add(p, numbers, 1f / Math.Min(voters, heads.Count), sum);
            agreement += Share(Array.ConvertAll(own, cluster => numbers[cluster]), best) / voters;
        }

        return new HeadVote(sum)
        {
            Voters = voters,
            LowestLoss = ranked[0].Loss,
            MedianLoss = judged.Select(head => head.Loss).Order().ElementAt(heads.Count / 2),
            Agreement = agreement,
        };
    }

    /// <summary>Votes after so many rounds in which each row takes nine tenths of the mean of its neighbours' and a tenth of its own first one. // rows x clusters</summary>
    public Matrix Smoothed(NeighbourTable neighbours, int rounds, CancellationToken cancellation)
    {
        var now = _shares;
        for (var round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (before, next) = (now, new Matrix(_shares.Rows, _shares.Columns));
            WorkerPool.ForEachChunk(_shares.Rows, (_, start, end) =>
            {
                for (var i = start; i < end; i++)
                {
                    var target = next.MutableRow(i);
                    foreach (var neighbour in neighbours.Indices(i))
                    {
                        for (var c = 0; c < target.Length; c++)
                            target[c] += before.Row(neighbour)[c] * (Passed / neighbours.Count);
                    }

                    for (var c = 0; c < target.Length; c++)
                        target[c] += _shares.Row(i)[c] * (1 - Passed);
                }
            });
            now = next;
        }

        return now;
    }

    /// <summary>Where each row's share is largest, of equals the first.</summary>
    public static int[] Clusters(Matrix shares) => [.. Enumerable.Range(0, shares.Rows).Select(i => TensorPrimitives.IndexOfMax(shares.Row(i)))];

    /// <summary>The mean of the rows' largest shares.</summary>
    public static double Confidence(Matrix shares) => Clusters(shares).Select((cluster, i) => (double)shares.Row(i)[cluster]).Average();

    /// <summary>How many of the rows are in the same cluster both times.</summary>
    public static double Share(int[] first, int[] second) => first.Zip(second).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    /// <summary>−mean ln⟨pᵢ, pⱼ⟩ over all rows i and neighbours j, + λ Σ m ln m.</summary>
    internal static double Loss(Matrix p, NeighbourTable neighbours, double entropy)
    {
        var parts = new double[WorkerPool.ChunkCount(p.Rows)];
        WorkerPool.ForEachChunk(p.Rows, (chunk, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var own = p.Row(i);
                foreach (var neighbour in neighbours.Indices(i))
                {
                    var product = Smallest;
                    for (var c = 0; c < own.Length; c++)
                        product += (double)own[c] * p.Row(neighbour)[c];
                    parts[chunk] -= Math.Log(product);
                }
            }
        });
        var loss = parts.Sum() / p.Rows / neighbours.Count;
        for (var c = 0; c < p.Columns; c++)
        {
            var mean = Enumerable.Range(0, p.Rows).Average(i => (double)p.Row(i)[c]);
            loss += mean > 0 ? entropy * mean * Math.Log(mean) : 0;
        }

        return loss;
    }

    private static void Add(Matrix p, ValueList<int> numbers, float weight, Matrix sum)
    {
        for (var i = 0; i < p.Rows; i++)
        {
            var target = sum.MutableRow(i);
            for (var c = 0; c < p.Columns; c++)
                target[numbers[c]] += weight * p.Row(i)[c];
        }
    }
}
