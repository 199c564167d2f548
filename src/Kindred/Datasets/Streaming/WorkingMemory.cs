using Kindred.Numerics;

namespace Kindred.Datasets.Streaming;

/// <summary>What grouping rows takes where all of them lie in memory: the rows, what the default recipes make of them, and the program. Measured (docs/scale.md); other recipes may take more.</summary>
internal static class WorkingMemory
{
    private const double Program = 1.9e8;          // once it runs, with what the collector leaves lying
    private const double Streaming = 2e8;          // the program, windows on the rows, and the sample: 178 MB were measured under two limits
    private const double LeastForRows = 0.25;      // of a limit that the program alone takes, which no streaming makes smaller
    private const double APicture = 5000;               // edges, components, neighbours, map, the page
    private const double ATableRow = 2000;              // where the graph of neighbours is taken; mixtures take a quarter of that
    private const double ATableValue = sizeof(float);   // beside how it is kept

    /// <summary>Of items as they were opened.</summary>
    public static double Of(ImageSet items, double rows) => Program + Rows(items.Shape.IsTable, rows, rows * items.Shape.Size, items.Bytes is null ? sizeof(float) : sizeof(byte));

    /// <summary>Whether pictures fit in what may be taken.</summary>
    /// <param name="rows">Pictures.</param>
    /// <param name="values">Of all of them.</param>
    /// <param name="bytesAValue">While they are read and kept.</param>
    public static bool FitsPictures(double rows, double values, double bytesAValue) => Fits(isTable: false, rows, values, bytesAValue);

    /// <summary>Whether a table fits in what may be taken.</summary>
    /// <inheritdoc cref="FitsPictures"/>
    public static bool FitsTable(double rows, double values, double bytesAValue) => Fits(isTable: true, rows, values, bytesAValue);

    /// <summary>What is left for codes and their graph beside the sample: at least half of what rows may take, at most all of it.</summary>
    /// <param name="memory">What rows may take, half of what the process may.</param>
    public static double RoomForCodes(long memory) => Math.Clamp((2.0 * memory) - Streaming, memory / 2, memory);

    private static bool Fits(bool isTable, double rows, double values, double bytesAValue) =>
        values <= Array.MaxLength && Rows(isTable, rows, values, bytesAValue) <= Math.Max(MemoryLimit.Bytes - Program, LeastForRows * MemoryLimit.Bytes);

    private static double Rows(bool isTable, double rows, double values, double bytesAValue) =>
        (rows * (isTable ? ATableRow : APicture)) + (values * (bytesAValue + (isTable ? ATableValue : 0)));
}
