using System.Numerics.Tensors;
using Kindred.Clustering;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Models;

/// <summary>The parts a model file can hold: a closed list of kinds, each with its numbers as safetensors.</summary>
internal static class ModelParts
{
    private const string Scaling = "scaling";
    private const string PrincipalComponents = "principal-components";
    private const string Network = "autoencoder";
    private const string Centres = "k-means";
    private const string Mixture = "gaussian-mixture";

    public static string KindOf(ITransform step) => step switch
    {
        ColumnScaling => Scaling,
        PcaModel => PrincipalComponents,
        AutoencoderModel => Network,
        _ => throw new ArgumentException($"A model file holds scalings, principal components and autoencoders, not {step.GetType().Name}."),
    };

    public static string KindOf(IClusterModel clusterer) => clusterer switch
    {
        KMeansModel => Centres,
        GaussianMixtureModel => Mixture,
        _ => throw new ArgumentException($"A model file holds k-means and Gaussian mixtures, not {clusterer.GetType().Name}."),
    };

    public static SafeTensors Write(ITransform step) => step switch
    {
        ColumnScaling scaling => new SafeTensors([], null, [Stored("offsets", [.. scaling.Offsets]), Stored("units", [.. scaling.Units])]),
        PcaModel pca => new SafeTensors([], new Dictionary<string, string> { ["whitened"] = pca.IsWhitened ? "yes" : "no" },
        [
            Stored("mean", [.. pca.Mean]),
            new StoredDoubles("directions", [pca.Components.Rows, pca.Mean.Count], pca.Directions),
            Stored("variances", [.. pca.ExplainedVariance]),
            Stored("total_variance", [pca.TotalVariance]),
        ]),
        _ => ((AutoencoderModel)step).ToSafeTensors(),
    };

    public static SafeTensors Write(IClusterModel clusterer)
    {
        if (clusterer is KMeansModel { Centres: var centres })
            return new SafeTensors([new StoredTensor("centres", [centres.Rows, centres.Columns], centres.Values.ToArray())]);
        var mixture = (GaussianMixtureModel)clusterer;
        return new SafeTensors([], new Dictionary<string, string> { ["covariance"] = NameOf(mixture.Covariance) },
        [
            Stored("weights", mixture.Weights.ToArray()),
            new StoredDoubles("means", [mixture.ClusterCount, mixture.Columns], mixture.Means.ToArray()),
            Stored("covariances", mixture.Covariances.ToArray()),
        ]);
    }

    /// <exception cref="InvalidDataException">There is no such kind, or the numbers are not those of one.</exception>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public static ITransform ReadStep(string kind, SafeTensors file) => kind switch
    {
        Scaling => new ColumnScaling(ValueList.Create(Finite(file, "offsets")), ValueList.Create(NotNegative(file, "units"))),
        PrincipalComponents => ReadPca(file),
        Network => ReadNetwork(file),
        _ => throw new InvalidDataException($"There is no step of the kind '{kind}'; {Scaling}, {PrincipalComponents} and {Network} are known."),
    };

    /// <inheritdoc cref="ReadStep"/>
    public static IClusterModel ReadClusterer(string kind, SafeTensors file)
    {
        if (kind == Centres && file.ShapeOf("centres") is [var count, var columns] shape)
            return new KMeansModel(new Matrix(count, columns, file.Values("centres", [.. shape]).ToArray()));
        if (kind != Mixture)
            throw new InvalidDataException($"There are no clusters of the kind '{kind}' and this shape; {Centres} and {Mixture} are known.");
        var means = file.ShapeOf("means") is [var components, var d] ? file.DoubleValues("means", [components, d])
            : throw new InvalidDataException("The means must be components x columns.");
        return new GaussianMixtureModel(CovarianceOf(file.Text("covariance")), d, Finite(file, "weights"), means, Finite(file, "covariances"));
    }

    /// <exception cref="ArgumentException">A part is of no known kind, or takes other rows than the part before it gives.</exception>
    public static void Check(int columns, IReadOnlyList<ITransform> steps, IClusterModel clusterer)
    {
        foreach (var step in steps)
        {
            var (takes, gives) = step switch
            {
                ColumnScaling scaling => (scaling.Offsets.Count, scaling.Offsets.Count),
                PcaModel pca => (pca.Mean.Count, pca.Components.Rows),
                AutoencoderModel encoder => (encoder.Architecture.Inputs, CodeLength(encoder.Architecture)),
                _ => (columns, columns),
            };
            CheckColumns(KindOf(step), takes, columns);
            columns = gives;
        }

        CheckColumns(KindOf(clusterer), clusterer is KMeansModel nearest ? nearest.Centres.Columns : ((GaussianMixtureModel)clusterer).Columns, columns);
    }

    /// <summary>As the model says it, but never beyond what an item may have.</summary>
    private static int CodeLength(IArchitecture architecture)
    {
        var length = architecture.CodeShape.Aggregate(1.0, (length, size) => length * size);
        return length <= ModelInput.MostValues ? (int)length : throw new ArgumentException($"A code has at most {ModelInput.MostValues} numbers, got {length}.");
    }

    private static void CheckColumns(string kind, int takes, int gets)
    {
        if (takes != gets)
            throw new ArgumentException($"The part {kind} takes rows of {takes} numbers, but gets rows of {gets}.");
    }

    private static PcaModel ReadPca(SafeTensors file)
    {
        var mean = Finite(file, "mean");
        var variances = NotNegative(file, "variances");
        var whitened = file.Text("whitened") == "yes";
        if (mean.Length == 0 || variances.Length == 0 || (whitened && variances.Contains(0)))
            throw new InvalidDataException("Principal components need at least one column and one component, and variances above zero to be whitened.");
        var directions = file.DoubleValues("directions", [variances.Length, mean.Length]).ToArray();
        CheckFinite("directions", directions);
        return new PcaModel(mean.ToArray(), directions, variances.ToArray(), NotNegative(file, "total_variance")[0], whitened);
    }

    private static AutoencoderModel ReadNetwork(SafeTensors file)
    {
        foreach (var tensor in file.Tensors)
        {
            foreach (var weight in tensor.Values.Span)
            {
                if (!float.IsFinite(weight))
                    throw new InvalidDataException($"Every number of {tensor.Name} must be finite, but one is {weight}.");
            }
        }

        return AutoencoderModel.From(file);
    }

    private static StoredDoubles Stored(string name, double[] values) => new(name, [values.Length], values);

    /// <summary>A list of finite numbers.</summary>
    private static ReadOnlySpan<double> Finite(SafeTensors file, string name)
    {
        if (file.ShapeOf(name) is not [var count])
            throw new InvalidDataException($"The array {name} must have one dimension.");
        var values = file.DoubleValues(name, [count]);
        CheckFinite(name, values);
        return values;
    }

    private static ReadOnlySpan<double> NotNegative(SafeTensors file, string name)
    {
        var values = Finite(file, name);
        return values.Length > 0 && TensorPrimitives.Min(values) >= 0
            ? values
            : throw new InvalidDataException($"The array {name} must hold at least one number, none of them negative.");
    }

    private static void CheckFinite(string name, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                throw new InvalidDataException($"Every number of {name} must be finite, but one is {value}.");
        }
    }

    private static string NameOf(CovarianceKind kind) => kind switch
    {
        CovarianceKind.Full => "full",
        CovarianceKind.Tied => "tied",
        CovarianceKind.Diagonal => "diagonal",
        _ => "spherical",
    };

    private static CovarianceKind CovarianceOf(string name) => name switch
    {
        "full" => CovarianceKind.Full,
        "tied" => CovarianceKind.Tied,
        "diagonal" => CovarianceKind.Diagonal,
        "spherical" => CovarianceKind.Spherical,
        _ => throw new InvalidDataException($"There are no covariances '{name}'; full, tied, diagonal and spherical are known."),
    };
}
