namespace Kindred.Graphs;

/// <summary>What makes a partition of a graph good.</summary>
public enum QualityFunction
{
    /// <summary>Q = (1 / 2m) Σ_c (2 e_c − γ K_c² / 2m): edges within communities beyond those that chance would put there (Newman and Girvan 2004; Reichardt and Bornholdt 2006).</summary>
    Modularity,

    /// <summary>H = Σ_c (e_c − γ n_c (n_c − 1) / 2): communities are denser than γ within, and sparser between each other (Traag, Van Dooren and Nesterov 2011).</summary>
    ConstantPotts,
}
