namespace Kindred.Datasets;

/// <summary>A data file is missing, damaged or not of a known form. The message names the file and the place, says what is wrong and what is needed.</summary>
public sealed class DataFileException(string file, string problem, Exception? cause = null) : Exception($"{file}: {problem}", cause)
{
    /// <summary>The file, folder or address as the caller or the system names it.</summary>
    public string File { get; } = file;

    /// <summary>Whether nothing is wrong but that there are no rows: one part of a table may well have none.</summary>
    internal bool HasNoRows { get; init; }

    /// <summary>Whether nothing is wrong but that it is larger than what is read, or than memory allows.</summary>
    internal bool IsTooLarge { get; init; }
}
