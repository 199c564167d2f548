using Kindred.Graphs.Communities;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Graphs;

/// <summary>Rows joined by weighted edges, each edge seen from both its ends, and from each once: w(i, j) = w(j, i) > 0.</summary>
/// <remarks>Kept by rows: the edges of row i are the entries offsets[i] to offsets[i + 1] of targets (ascending) and weights.</remarks>
public sealed class NeighbourGraph
{
    private readonly int[] _offsets, _targets;
    private readonly float[] _weights;

    internal NeighbourGraph(int[] offsets, int[] targets, float[] weights) => (_offsets, _targets, _weights) = (offsets, targets, weights);

    public int Rows => _offsets.Length - 1;

    /// <summary>Rows + 1 places: where each row's edges begin, and where the last one's end.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The other ends of all edges, row after row; every edge is there twice.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The weights of the edges in <see cref="Targets"/>.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The rows that share an edge with <paramref name="row"/>, ascending.</summary>
    public ReadOnlySpan<int> TargetsOf(int row) => _targets.AsSpan(_offsets[row].._offsets[row + 1]);

    /// <summary>The weights of the edges in <see cref="TargetsOf"/>.</summary>
    public ReadOnlySpan<float> WeightsOf(int row) => _weights.AsSpan(_offsets[row].._offsets[row + 1]);

    /// <summary>Σ of the weights of a row's edges.</summary>
    public double Strength(int row)
    {
        var sum = 0.0;
        foreach (var weight in WeightsOf(row))
            sum += weight;
        return sum;
    }

    /// <summary>Newman and Girvan's modularity of given clusters: the share of weight within them, less what chance would put there. In [−½, 1); 0 without edges.</summary>
    /// <param name="clusters">The cluster of every row, below the number of rows.</param>
    /// <exception cref="ArgumentException">There is not one for every row.</exception>
    public double Modularity(int[] clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        return clusters.Length == Rows ? PartitionQuality.Of(this, clusters, QualityFunction.Modularity, resolution: 1)
            : throw new ArgumentException($"A graph of {Rows} rows needs a cluster for each, got {clusters.Length}.", nameof(clusters));
    }

    /// <summary>Some rows as a graph of their own, numbered in their order; edges that leave them are left out.</summary>
    internal NeighbourGraph Cut(ReadOnlySpan<int> rows)
    {
        var number = new int[Rows];
        number.AsSpan().Fill(-1);
        for (var i = 0; i < rows.Length; i++)
            number[rows[i]] = i;
        var offsets = new int[rows.Length + 1];
        var edges = new List<(int Target, float Weight)>();
        for (var i = 0; i < rows.Length; i++)
        {
            var first = edges.Count;
            for (var e = _offsets[rows[i]]; e < _offsets[rows[i] + 1]; e++)
            {
                if (number[_targets[e]] >= 0)
                    edges.Add((number[_targets[e]], _weights[e]));
            }

            edges.Sort(first, edges.Count - first, Comparer<(int Target, float Weight)>.Create((a, b) => a.Target.CompareTo(b.Target)));
            offsets[i + 1] = edges.Count;
        }

        return new NeighbourGraph(offsets, [.. edges.Select(edge => edge.Target)], [.. edges.Select(edge => edge.Weight)]);
    }

    /// <summary>UMAP's weights: of each row's view of its neighbours, exp(−(d − ρ) / σ), the fuzzy union a + b − a·b.</summary>
    /// <remarks>McInnes, Healy and Melville 2018, arXiv:1802.03426. <c>n_neighbors</c> of umap-learn counts the row itself: it is <see cref="NeighbourTable.Count"/> + 1.</remarks>
    public static NeighbourGraph FuzzyUnion(NeighbourTable neighbours)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        return FuzzyWeights.Union(neighbours);
    }

    /// <summary>A graph of given edges, each named once, in either direction.</summary>
    /// <exception cref="ArgumentException">An edge leaves the rows, joins a row with itself, comes twice, or has a weight that is not positive and finite.</exception>
    public static NeighbourGraph Of(int rows, IReadOnlyCollection<(int From, int To, float Weight)> edges)
    {
        Guard.Positive(rows, nameof(rows));
        ArgumentNullException.ThrowIfNull(edges);
        foreach (var (from, to, weight) in edges)
        {
            if ((uint)from >= (uint)rows || (uint)to >= (uint)rows || from == to)
                throw new ArgumentException($"An edge joins two different rows below {rows}; got {from} and {to}.", nameof(edges));
            if (!(weight > 0) || !float.IsFinite(weight))
                throw new ArgumentException($"Weights are positive and finite; the edge from {from} to {to} has {weight}.", nameof(edges));
        }

        var directed = edges.Concat(edges.Select(edge => (From: edge.To, To: edge.From, edge.Weight)))
            .OrderBy(edge => edge.From).ThenBy(edge => edge.To).ToArray();
        var offsets = new int[rows + 1];
        for (var i = 0; i < directed.Length; i++)
        {
            if (i > 0 && (directed[i].From, directed[i].To) == (directed[i - 1].From, directed[i - 1].To))
                throw new ArgumentException($"Every edge is named once; {directed[i].From} and {directed[i].To} are joined twice.", nameof(edges));
            offsets[directed[i].From + 1]++;
        }

        for (var i = 0; i < rows; i++)
            offsets[i + 1] += offsets[i];
        return new NeighbourGraph(offsets, Array.ConvertAll(directed, edge => edge.To), Array.ConvertAll(directed, edge => edge.Weight));
    }
}
