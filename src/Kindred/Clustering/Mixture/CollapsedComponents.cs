using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Clustering.Mixture;

/// <summary>What to do when a component loses its rows, or has rows that span no volume: start it again where the mixture explains least.</summary>
internal static class CollapsedComponents
{
    /// <summary>The densities of <paramref name="parameters"/>, in which collapsed components are started again; also how many were.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="lost">Components without rows.</param>
    /// <param name="x">The rows fitted.</param>
    /// <param name="logLikelihoods">How well each of them is explained.</param>
    /// <param name="restartsLeft">How many more components may be restarted; a component without rows then stays as it is.</param>
    /// <exception cref="FitException">A covariance is not positive definite and no restart can help.</exception>
    public static (ComponentDensities Densities, int Restarted) Restart(
        MixtureParameters parameters, bool[] lost, RowBlocks x, ReadOnlySpan<double> logLikelihoods, int restartsLeft)
    {
        var restarted = lost.Count(collapsed => collapsed);
        if (restarted > restartsLeft)
            restarted = 0;
        if (restarted > 0)
            StartAgain(parameters, lost, x, logLikelihoods);
        var flat = new bool[parameters.Components];
        var densities = ComponentDensities.TryCreate(parameters, flat);
        if (densities is not null)
            return (densities, restarted);

        var helpless = parameters.Kind == CovarianceKind.Tied || !flat.Contains(false) || restartsLeft <= restarted;
        if (!helpless)
        {
            restarted += flat.Count(collapsed => collapsed);
            StartAgain(parameters, flat, x, logLikelihoods);
            densities = ComponentDensities.TryCreate(parameters, flat);
        }

        return (densities ?? throw NotPositiveDefinite(parameters, flat), restarted);
    }

    /// <summary>Mean at a badly explained row, covariance as the other components have it on average, an equal share of the rows.</summary>
    private static void StartAgain(MixtureParameters parameters, bool[] collapsed, RowBlocks x, ReadOnlySpan<double> logLikelihoods)
    {
        var pooled = Pooled(parameters, collapsed);
        var rows = new List<float[]>();
        for (var c = 0; c < parameters.Components; c++)
        {
            if (!collapsed[c])
                continue;
            rows.Add(WorstExplained(x, logLikelihoods, rows));
            var mean = parameters.Mean(c);
            for (var j = 0; j < mean.Length; j++)
                mean[j] = rows[^1][j];
            if (parameters.Kind != CovarianceKind.Tied)
                pooled.CopyTo(parameters.Covariance(c));
            parameters.Weights[c] = 1.0 / parameters.Components;
        }

        var total = parameters.Weights.Sum();
        for (var c = 0; c < parameters.Components; c++)
            parameters.Weights[c] /= total;
    }

    private static double[] Pooled(MixtureParameters parameters, bool[] collapsed)
    {
        var pooled = new double[parameters.CovarianceLength];
        var total = 0.0;
        for (var c = 0; c < parameters.Components; c++)
            total += collapsed[c] ? 0 : parameters.Weights[c];
        for (var c = 0; c < parameters.Components; c++)
        {
            var covariance = parameters.Covariance(c);
            for (var k = 0; !collapsed[c] && k < pooled.Length; k++)
                pooled[k] += parameters.Weights[c] / total * covariance[k];
        }

        return pooled;
    }

    /// <summary>The worst explained row that is no copy of a row already <paramref name="taken"/>; the worst of all where there is none.</summary>
    private static float[] WorstExplained(RowBlocks x, ReadOnlySpan<double> logLikelihoods, List<float[]> taken)
    {
        var (worst, worstFree) = (-1, -1);
        for (var i = 0; i < x.Rows; i++)
        {
            if (worst < 0 || logLikelihoods[i] < logLikelihoods[worst])
                worst = i;
            if ((worstFree < 0 || logLikelihoods[i] < logLikelihoods[worstFree]) && IsFree(x.Read(i, 1), taken))
                worstFree = i;
        }

        Explained own = new(worstFree < 0 ? 1 : 0, worst < 0 ? double.PositiveInfinity : logLikelihoods[worstFree < 0 ? worst : worstFree]);
        var all = x.Communicator.GatherToAll<Explained>([own]);
        var owner = Enumerable.Range(0, all.Length).MinBy(rank => (all[rank].Copies, all[rank].LogLikelihood));
        var row = owner == x.Communicator.Rank ? x.Read(worstFree < 0 ? worst : worstFree, 1).Row(0).ToArray() : new float[x.Columns];
        x.Communicator.Broadcast<float>(row, owner);
        return row;
    }

    private static bool IsFree(Matrix row, List<float[]> taken) => !taken.Exists(other => row.Row(0).SequenceEqual(other));

    /// <summary>How well a process's worst explained row is, and whether it is a copy of one that is taken.</summary>
    private readonly record struct Explained(int Copies, double LogLikelihood);

    private static FitException NotPositiveDefinite(MixtureParameters parameters, bool[] flat)
    {
        var whose = parameters.Kind == CovarianceKind.Tied ? "The covariance the components share" : $"The covariance of component {Array.IndexOf(flat, true)}";
        return new FitException($"{whose} is not positive definite: its rows vary in fewer than {parameters.Columns} directions. "
            + "Raise Ridge, drop constant or repeated columns, choose diagonal covariances or ask for fewer components.");
    }
}
