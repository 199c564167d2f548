namespace Kindred.Clustering.Mixture;

/// <summary>Where responsibilities come from: the densities of a model, or the caller.</summary>
internal unsafe interface IResponsibilitySource
{
    /// <summary>shares[c][i] ← share of component c in row first + i; logLikelihoods[i] ← how well that row is explained.</summary>
    void Fill(float* x, int first, int rows, double* scratch, double* shares, int stride, double* logLikelihoods);
}

/// <summary>Responsibilities that were there before any densities.</summary>
internal interface IStartingPoint : IResponsibilitySource
{
    /// <summary>components x columns: the mean of every component's share of the rows; zero for a component without rows.</summary>
    double[] Means { get; }
}
