using Kindred.Networks.Storage;
using Kindred.Storage;

namespace Kindred.Clustering;

public sealed partial class GaussianMixtureModel
{
    private static readonly (CovarianceKind Kind, string Name)[] CovarianceNames =
    [
        (CovarianceKind.Full, "full"), (CovarianceKind.Tied, "tied"), (CovarianceKind.Diagonal, "diagonal"), (CovarianceKind.Spherical, "spherical"),
    ];

    /// <summary>More clusters than anybody looks at; each takes some kilobytes once it is read, however small the file.</summary>
    private const int MostStoredComponents = 1 << 16;

    internal static StoredKind StoredAs { get; } = new("gaussian-mixture", Read);

    StoredKind IStored.Kind => StoredAs;

    SafeTensors IStored.Store() => new([], new Dictionary<string, string> { ["covariance"] = CovarianceNames.First(known => known.Kind == Covariance).Name },
    [
        StoredNumbers.Doubles("weights", Weights.ToArray()),
        new StoredDoubles("means", [ClusterCount, Columns], Means.ToArray()),
        StoredNumbers.Doubles("covariances", Covariances.ToArray()),
    ]);

    private static GaussianMixtureModel Read(SafeTensors file)
    {
        var means = file.ShapeOf("means") is [var components, var columns] ? file.DoubleValues("means", [components, columns])
            : throw new InvalidDataException("The means must be components x columns.");
        if (components > MostStoredComponents)
            throw new InvalidDataException($"The mixture has {components} components; at most {MostStoredComponents} are read.");
        var name = file.Text("covariance");
        var known = Array.FindIndex(CovarianceNames, covariance => covariance.Name == name);
        return known >= 0
            ? new GaussianMixtureModel(CovarianceNames[known].Kind, columns, file.Finite("weights"), means, file.Finite("covariances"))
            : throw new InvalidDataException($"There are no covariances '{name}'; {string.Join(", ", CovarianceNames.Select(covariance => covariance.Name))} are known.");
    }
}
