using Kindred.Datasets.Streaming;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Runs;

/// <summary>Puts rows that are streamed where a model says.</summary>
public static class StreamedAssignment
{
    /// <summary>Writes <see cref="AssignmentsCsv"/> as answers come; every process makes the call.</summary>
    /// <param name="model">Says where.</param>
    /// <param name="data">All rows.</param>
    /// <param name="path">Of the file; null at processes other than the first.</param>
    /// <param name="stream">The processes, and their memory.</param>
    /// <param name="progress">Hears of rows.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The model takes other rows.</exception>
    public static StreamingSummary Write(
        KindredModel model, StreamedDataset data, string? path, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            model.Assign(data.Slice(0, 1));  // what cannot be taken is told before anything is written
        }
        catch (ArgumentException mismatch)
        {
            throw new ArgumentException($"The model cannot group {data.Name}. {mismatch.Message}", mismatch);
        }

        var assignments = new StreamedAssignments(data, model, stream);
        if (path is null)
            assignments.Write(null, progress, cancellation);
        else
            WholeFile.Write(path, file => assignments.Write(file, progress, cancellation));
        return new StreamingSummary(data.Rows.Rows, stream.Communicator.Size, stream.Memory, 0, string.Empty, []) { ClusterSizes = [.. assignments.Sizes], Unusual = assignments.Unusual };
    }
}
