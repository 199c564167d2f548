namespace Kindred.Datasets;

/// <summary>How to read arrays of NumPy and HDF5, and columns of lists in Parquet and Arrow files.</summary>
public sealed record NumpyOptions
{
    /// <summary>The array of a file of several, or the column of lists, to group, by its name. Null: one called x_train, images, data or the like, or the only one of two dimensions or more; the only column of lists.</summary>
    public string? Array { get; init; }

    /// <summary>The array of true classes, by its name. Null: one called y_train, labels or the like, if there is one.</summary>
    public string? LabelArray { get; init; }

    /// <summary>What becomes of items in which a value is missing (NaN).</summary>
    public MissingValues Missing { get; init; }

    /// <summary>What the pictures that these are to be compared with are counted in; null where there are none.</summary>
    public PixelUnit? Unit { get; init; }
}
