using Kindred.Datasets;
using Kindred.Models;
using Kindred.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Kindred.MachineLearning;

/// <summary>ML.NET's data views as rows to learn from, and as what a model says of them.</summary>
public static class DataViews
{
    /// <summary>The number of the cluster of a row: int, −1 for none.</summary>
    public const string Cluster = "Cluster";

    /// <summary>Its name: text.</summary>
    public const string ClusterName = "ClusterName";

    /// <summary>Of the cluster given the row: float, NaN where the method does not tell.</summary>
    public const string Probability = "Probability";

    /// <summary>From the cluster, in the method's own measure: float.</summary>
    public const string Distance = "Distance";

    /// <summary>Whether the row is unlike anything the model was made from: bool.</summary>
    public const string IsUnusual = "IsUnusual";

    /// <summary>All rows of a column of vectors, to learn from.</summary>
    /// <param name="data">At least one row.</param>
    /// <param name="column">A vector of floats of one length.</param>
    /// <param name="shape">Where the vectors are pictures, with values in [0, 1]; a table unless given.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static ImageSet ToImageSet(this IDataView data, string column, ImageShape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (found, size) = VectorColumn(data.Schema, column);
        var values = new List<float>();
        using var cursor = data.GetRowCursor([found]);
        var reader = new VectorReader(cursor, found, size);
        while (cursor.MoveNext())
            reader.AddTo(values);
        return new ImageSet(new Matrix(values.Count / size, size, values.ToArray()), shape ?? ImageShape.OfTable(size));
    }

    /// <summary>The same rows with <see cref="Cluster"/>, <see cref="ClusterName"/>, <see cref="Probability"/>, <see cref="Distance"/> and <see cref="IsUnusual"/>, computed some rows at a time when they are read.</summary>
    /// <param name="model">Which groups there are.</param>
    /// <param name="data">Gives its rows in one order whenever it is read.</param>
    /// <param name="column">A vector of as many floats as the model takes: pixels in [0, 1], or the columns of a table less their <see cref="ModelInput.Origins"/>.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static IDataView Assign(this KindredModel model, IDataView data, string column)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var (found, size) = VectorColumn(data.Schema, column);
        Guard.Columns(size, model.Input.Columns);
        return new AssignedView(model, data, found);
    }

    private static (DataViewSchema.Column Column, int Size) VectorColumn(DataViewSchema schema, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (schema.GetColumnOrNull(name) is not { } column)
            throw new ArgumentException($"The data have no column {name}; there are {string.Join(", ", schema.Select(known => known.Name))}.", nameof(name));
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single ? (column, vector.Size)
            : throw new ArgumentException($"The column {name} holds {column.Type}; vectors of floats (Single) of one length are needed.", nameof(name));
    }
}
