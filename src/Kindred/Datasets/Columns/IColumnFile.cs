using Kindred.Datasets.Tables;

namespace Kindred.Datasets.Columns;

/// <summary>What a column of a file holds.</summary>
internal enum ColumnKind
{
    /// <summary>One number a row.</summary>
    Numbers,

    /// <summary>A list of numbers a row, as embeddings are.</summary>
    Lists,

    Texts,

    /// <summary>What is neither of these: times, bytes, structures.</summary>
    Others,
}

/// <summary>A column of a file that says what it holds.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Words">The same in words, for messages: "texts", "lists of numbers", "times".</param>
internal sealed record ColumnHead(string Name, ColumnKind Kind, string Words)
{
    public ColumnSummary Summary => Kind switch
    {
        ColumnKind.Texts => ColumnSummary.OfTexts(),
        ColumnKind.Others => ColumnSummary.OfOthers(Words),
        _ => ColumnSummary.OfNumbers(),
    };
}

/// <summary>A file of columns, each of which is read by itself when it is wanted.</summary>
internal interface IColumnFile
{
    IReadOnlyList<ColumnHead> Columns { get; }

    int Rows { get; }

    /// <summary>The same columns, some rows at a time, in their order: as many as lie together in the file.</summary>
    IEnumerable<IColumnFile> Parts => [this];

    /// <summary>Numbers in a column, as the file says, at most: of lists, in all of them.</summary>
    double Promised(int column) => Rows;

    /// <summary>One number a row, of a column of numbers.</summary>
    INumberColumn ReadNumbers(int column);

    /// <summary>As many numbers a row as every list has, of a column of lists; a row without a list has missing ones.</summary>
    (INumberColumn Values, int Width) ReadLists(int column);

    /// <summary>One text a row, of a column of texts or numbers; null where there is none.</summary>
    string?[] ReadTexts(int column);
}
