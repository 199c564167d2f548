using Kindred.Neighbours;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Storage;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Clusters that the nearest kept rows vote for, each with the weight its edge would have in UMAP's graph.</summary>
internal static class VoteNodes
{
    // those of FuzzyWeights
    private const int MaxHalvings = 64;
    private const double Tolerance = 1e-5;
    private const double LeastShareOfMean = 1e-3;

    public static ClusterValues Add(GraphBuilder graph, SafeTensors numbers, Value rows)
    {
        var (count, columns) = (numbers.ShapeOf("rows")[0], numbers.ShapeOf("rows")[1]);
        var kept = new Matrix(count, columns, numbers.Values("rows", [count, columns]).ToArray());
        var isCosine = numbers.Text("metric") == "cosine";
        var compared = isCosine ? new KeptRows(graph, UnitRows.Of(kept), OnSphere(graph, rows)) : new KeptRows(graph, kept, rows);
        var (distances, places) = compared.Nearest((int)numbers.Finite("neighbours")[0]);
        if (isCosine)
            distances = graph.Divide(graph.Square(distances), graph.Single(2));
        var usualOfAll = numbers.Finite("usual of all")[0];
        var usual = numbers.Finite("usual").ToArray();
        var owners = graph.Constant([.. numbers.Values("clusters", [count]).ToArray().Select(cluster => (long)cluster)], count);
        var weights = Weights(graph, distances, (int)numbers.Finite("neighbours")[0], usualOfAll);
        var votes = Votes(graph, graph.Gather(owners, places), weights, usual.Length);
        var best = graph.ArgMax(votes, axis: 1, keep: true);
        if (numbers.Metadata.GetValueOrDefault("known rows") == "kept")
            best = KeepKnown(graph, best, distances, places, owners);
        var shares = graph.ToFloat(graph.Divide(graph.Pick(votes, best, axis: 1), graph.Sum(weights, axis: 1, keep: true)));
        var units = graph.Gather(graph.Constant([usualOfAll, .. usual], usual.Length + 1), best);
        var means = graph.ToDouble(graph.ToFloat(graph.Mean(graph.ToDouble(distances), axis: 1, keep: true)));
        return new ClusterValues(
            graph.Reshape(graph.Subtract(best, graph.Whole(1)), 0), graph.Reshape(graph.ToFloat(graph.Divide(means, units)), 0), graph.Reshape(Calibrated(graph, numbers, shares), 0));
    }

    /// <summary>(x / ‖x‖, 0), and (0, 1) of a row of zeros.</summary>
    private static Value OnSphere(GraphBuilder graph, Value rows)
    {
        var x = graph.ToDouble(rows);
        var square = graph.Sum(graph.Square(x), axis: 1, keep: true);
        var isLong = graph.Less(graph.Number(0), square);
        var unit = graph.Divide(x, graph.SquareRoot(graph.Where(isLong, square, graph.Number(1))));
        return graph.ToFloat(graph.Concat([unit, graph.Where(isLong, graph.Number(0), graph.Number(1))], axis: 1));
    }

    /// <summary>exp(−max(0, d − ρ) / σ), ρ the smallest distance that is not zero, σ such that they sum to log₂(count + 1), by doubling and halving. // batch x count</summary>
    private static Value Weights(GraphBuilder graph, Value distances, int count, double meanOfAll)
    {
        var (zero, infinity, d) = (graph.Number(0), graph.Number(double.PositiveInfinity), graph.ToDouble(distances));
        var nearest = graph.Smallest(graph.Where(graph.Less(zero, d), d, infinity), axis: 1, keep: true);
        var rho = graph.Where(graph.Less(nearest, infinity), nearest, zero);
        var beyond = graph.Max(zero, graph.Subtract(d, rho));
        var target = graph.Number(Math.Log2(count + 1));
        var ones = graph.Add(graph.Multiply(rho, zero), graph.Number(1));  // one a row
        var sigma = graph.Loop(MaxHalvings, [(graph.Multiply(ones, zero), DataType.Double), (graph.Multiply(ones, infinity), DataType.Double), (ones, DataType.Double)], Halve)[2];
        var ofRow = graph.Divide(graph.Sum(d, axis: 1, keep: true), graph.Number(count + 1));
        var least = graph.Multiply(graph.Number(LeastShareOfMean), graph.Where(graph.Less(zero, rho), ofRow, graph.Number(meanOfAll)));
        return Falling(graph, beyond, graph.Max(sigma, least));

        Value[] Halve(GraphBuilder body, Value[] before)
        {
            var (low, high, width) = (before[0], before[1], before[2]);
            var excess = body.Subtract(body.Sum(Falling(body, beyond, width), axis: 1, keep: true), target);
            var isDone = body.Less(body.Abs(excess), body.Number(Tolerance));
            var isTooWide = body.Less(body.Number(0), excess);
            var (newLow, newHigh) = (body.Where(isTooWide, low, width), body.Where(isTooWide, width, high));
            var isOpen = body.Equal(newHigh, infinity);
            var next = body.Where(isOpen, body.Multiply(body.Number(2), width), body.Divide(body.Add(newLow, newHigh), body.Number(2)));
            return [body.Where(isDone, low, newLow), body.Where(isDone, high, newHigh), body.Where(isDone, width, next)];
        }
    }

    private static Value Falling(GraphBuilder graph, Value beyond, Value width) => graph.Exp(graph.Divide(graph.Subtract(graph.Number(0), beyond), width));

    /// <summary>Σ of the weights of the rows of none, then of every cluster. // batch x (clusters + 1)</summary>
    private static Value Votes(GraphBuilder graph, Value owners, Value weights, int clusters)
    {
        var numbers = graph.Constant([.. Enumerable.Range(-1, clusters + 1).Select(cluster => (long)cluster)], clusters + 1);
        var isTheirs = graph.Equal(graph.Reshape(owners, 0, -1, 1), numbers);
        return graph.Sum(graph.Where(isTheirs, graph.Reshape(weights, 0, -1, 1), graph.Number(0)), axis: 1);
    }

    /// <summary>Where the first of the kept rows at no distance is, if there is one.</summary>
    private static Value KeepKnown(GraphBuilder graph, Value best, Value distances, Value places, Value owners)
    {
        var first = graph.Pick(places, graph.ArgMin(distances, axis: 1, keep: true), axis: 1);
        var isKnown = graph.Equal(graph.Smallest(distances, axis: 1, keep: true), graph.Single(0));
        return graph.Where(isKnown, graph.Add(graph.Gather(owners, first), graph.Whole(1)), best);
    }

    /// <summary>What shares are worth: along a rising line of corners, at its ends as there.</summary>
    private static Value Calibrated(GraphBuilder graph, SafeTensors numbers, Value shares)
    {
        if (!numbers.Doubles.Any(array => array.Name == "calibrated shares"))
            return shares;
        var (corners, chances) = (numbers.Finite("calibrated shares").ToArray(), numbers.Finite("calibrated chances").ToArray());
        var last = corners.Length - 1;
        var share = graph.ToDouble(shares);
        var (cornersTable, chancesTable) = (graph.Constant(corners, corners.Length), graph.Constant(chances, chances.Length));
        var passed = graph.Sum(graph.ToWhole(graph.Less(cornersTable, share)), axis: 1, keep: true);  // corners below the share
        var (right, left) = (graph.Min(passed, graph.Whole(last)), graph.Max(graph.Subtract(passed, graph.Whole(1)), graph.Whole(0)));
        var (from, to) = (graph.Gather(cornersTable, left), graph.Gather(cornersTable, right));
        var (low, high) = (graph.Gather(chancesTable, left), graph.Gather(chancesTable, right));
        var rises = graph.Less(from, to);
        var part = graph.Divide(graph.Subtract(share, from), graph.Where(rises, graph.Subtract(to, from), graph.Number(1)));
        return graph.ToFloat(graph.Where(rises, graph.Add(low, graph.Multiply(graph.Subtract(high, low), part)), high));
    }
}
