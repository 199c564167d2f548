namespace Kindred.Clustering.Mixture;

/// <summary>Weights, means and covariances of the components, in double.</summary>
/// <param name="Kind">Shape of the covariances.</param>
/// <param name="Columns">d</param>
/// <param name="Weights">k, summing to one</param>
/// <param name="Means">k x d</param>
/// <param name="Covariances">Full k x d x d, tied d x d, diagonal k x d, spherical k</param>
internal sealed record MixtureParameters(CovarianceKind Kind, int Columns, double[] Weights, double[] Means, double[] Covariances)
{
    /// <summary>2 GiB of doubles: what covariances may take.</summary>
    private const long MaxCovarianceLength = 1 << 28;

    public int Components => Weights.Length;

    /// <summary>How many covariances there are: one when tied.</summary>
    public int CovarianceCount => Kind == CovarianceKind.Tied ? 1 : Components;

    /// <summary>Numbers of one covariance.</summary>
    public int CovarianceLength => Covariances.Length / CovarianceCount;

    public Span<double> Mean(int component) => Means.AsSpan(component * Columns, Columns);

    public Span<double> Covariance(int component) =>
        Covariances.AsSpan(Kind == CovarianceKind.Tied ? 0 : component * CovarianceLength, CovarianceLength);

    /// <summary>Room for parameters, all zero.</summary>
    /// <exception cref="ArgumentException">The covariances would not fit.</exception>
    public static MixtureParameters Empty(CovarianceKind kind, int components, int columns)
    {
        var length = TotalCovarianceLength(kind, components, columns);
        if (length > MaxCovarianceLength)
        {
            throw new ArgumentException($"{kind} covariances of {components} components on {columns} columns are {length} numbers, more than {MaxCovarianceLength}; "
                + "make the rows shorter (PCA, an autoencoder) or choose diagonal covariances.");
        }

        return new(kind, columns, new double[components], new double[components * columns], new double[length]);
    }

    /// <summary>The arrays have the lengths that belong together, and all numbers are possible ones.</summary>
    /// <exception cref="ArgumentException">They have not, or are not.</exception>
    public void Check()
    {
        if (!Enum.IsDefined(Kind))
            throw new ArgumentException($"There is no covariance kind {Kind}.");
        if (Components == 0 || Columns < 1)
            throw new ArgumentException($"At least one component and one column are needed, got {Components} and {Columns}.");
        CheckLength("means", Means.Length, (long)Components * Columns);
        CheckLength("covariances", Covariances.Length, TotalCovarianceLength(Kind, Components, Columns));
        if (Weights.Any(weight => !(weight >= 0)) || !(Math.Abs(Weights.Sum() - 1) < 1e-6))
            throw new ArgumentException($"Weights must not be negative and must sum to one, got {string.Join(", ", Weights)}.");
        if (!Array.TrueForAll(Means, double.IsFinite))
            throw new ArgumentException("Every mean must be finite.");
    }

    private static long TotalCovarianceLength(CovarianceKind kind, long components, long columns) => kind switch
    {
        CovarianceKind.Full => components * columns * columns,
        CovarianceKind.Tied => columns * columns,
        CovarianceKind.Diagonal => components * columns,
        _ => components,
    };

    private void CheckLength(string name, int got, long expected)
    {
        if (got != expected)
            throw new ArgumentException($"{Components} components with {Kind} covariances on {Columns} columns need {expected} {name}, got {got}.");
    }
}
