namespace Kindred.Clustering;

/// <summary>What shape the components of a <see cref="GaussianMixture"/> may take.</summary>
public enum CovarianceKind
{
    /// <summary>An ellipsoid of its own for every component: k d (d + 1) / 2 numbers.</summary>
    Full,

    /// <summary>One ellipsoid that all components share: d (d + 1) / 2 numbers.</summary>
    Tied,

    /// <summary>An ellipsoid along the axes for every component: k d numbers.</summary>
    Diagonal,

    /// <summary>A ball for every component: k numbers.</summary>
    Spherical,
}
