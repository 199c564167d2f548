namespace Kindred.Datasets.Columns;

/// <summary>The numbers of a column, as the file has them.</summary>
internal interface INumberColumn
{
    /// <summary>Whether 32 bits hold every value as it is.</summary>
    bool FitFloats { get; }

    /// <summary>Whether every value is there, and finite in 32 bits.</summary>
    bool IsFinite { get; }

    /// <summary>All values, where they are 32-bit floats; else null.</summary>
    ReadOnlyMemory<float>? Floats { get; }

    /// <summary>NaN where it is missing.</summary>
    double Value(int place);

    /// <summary>value − <paramref name="origin"/>, rounded once.</summary>
    double Less(int place, double origin);

    /// <summary>The values as texts; null where one is missing.</summary>
    string?[] ToTexts();
}
