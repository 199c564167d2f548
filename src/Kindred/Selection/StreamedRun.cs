using System.Globalization;
using Kindred.Datasets;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>A run on rows that were streamed.</summary>
/// <param name="Sample">The run as its page shows it: what was learned, and where the rows of the sample went.</param>
/// <param name="Data">The rows of the sample.</param>
/// <param name="Streaming">What was learned from how many rows, and where all of them went.</param>
/// <param name="Folder">Where it was saved; empty at processes that save nothing.</param>
public sealed record StreamedRun(Run Sample, Dataset Data, StreamingSummary Streaming, string Folder)
{
    /// <summary>The record of all rows.</summary>
    public RunRecord Record => Sample.Record with
    {
        Dataset = Sample.Record.Dataset with { Train = Streaming.Rows },
        Streaming = Streaming,
    };

    internal StreamedRun With(StreamedAssignments assignments, string folder)
    {
        var sentence = Streaming.SampleRows == Streaming.Rows ? null : string.Create(CultureInfo.InvariantCulture,
            $"This page shows a sample of {Streaming.SampleRows:N0} rows; assignments.csv has all {Streaming.Rows:N0}. Scores, trust and findings are those of the sample.");
        var warnings = sentence is null || Sample.Record.Warnings.Contains(sentence) ? Sample.Record.Warnings : [.. Sample.Record.Warnings, sentence];
        return this with
        {
            Sample = Sample with { Record = Sample.Record with { Warnings = warnings } },
            Streaming = Streaming with { ClusterSizes = [.. assignments.Sizes], Unusual = assignments.Unusual },
            Folder = folder,
        };
    }
}
