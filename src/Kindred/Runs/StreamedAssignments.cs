using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Runs;

/// <summary>Where all rows of a source go: told block by block, written as it comes, by the first process in the order of rows.</summary>
/// <remarks>The same file as <see cref="AssignmentsCsv"/>. Every process answers for its share; all make the same calls.</remarks>
internal sealed class StreamedAssignments
{
    private const int MostBlockRows = 8192;
    private const int BlockValues = 1 << 21;
    private const int ChunkRows = 1024;  // whose lines one thread makes
    private const int BytesOfAnswer = sizeof(int) + (2 * sizeof(float));

    private readonly StreamedDataset _data;
    private readonly KindredModel _model;
    private readonly RowShard _shard;
    private readonly int _blockRows;  // answered at once
    private readonly long _memory;

    public StreamedAssignments(StreamedDataset data, KindredModel model, StreamSettings stream)
    {
        (_data, _model, _memory) = (data, model, stream.Memory);
        _blockRows = Math.Clamp(BlockValues / data.Rows.Columns, 1, MostBlockRows);
        _shard = new RowShard(stream.Communicator, data.Rows.Rows, _blockRows);
        Sizes = new long[model.ClusterCount];
    }

    /// <summary>Rows that were fitted, ascending, and where the fit put them, which they keep; the first process alone has them.</summary>
    public (int[] Rows, Membership Clusters)? Fitted { get; init; }

    /// <summary>Rows in every cluster, once written.</summary>
    public long[] Sizes { get; }

    /// <summary>Rows in none.</summary>
    public long InNone { get; private set; }

    /// <summary>Rows unlike anything the model was made from.</summary>
    public long Unusual { get; private set; }

    /// <summary>The distance beyond which <see cref="KindredModel.UnusualShare"/> of all rows lie, as of rows in memory: one pass.</summary>
    public float FarthestUsual(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var beyond = (int)(_shard.Total * KindredModel.UnusualShare) + 1;
        var farthest = new PriorityQueue<float, float>();  // the least of them first
        for (var start = 0; start < _shard.Count; start += _blockRows)
        {
            foreach (var distance in Answer(start, cancellation).Distances)
            {
                if (farthest.Count < beyond)
                    farthest.Enqueue(distance, distance);
                else
                    farthest.EnqueueDequeue(distance, distance);
            }

            Report(progress, "measure", start);
        }

        float[] all = [.. _shard.Communicator.GatherToAll<float>([.. farthest.UnorderedItems.Select(item => item.Element)]).OrderDescending()];
        return Math.Clamp(all[beyond - 1], float.MinValue, float.MaxValue);
    }

    /// <summary>All lines; <paramref name="file"/> is the first process's, null at the others.</summary>
    public void Write(Stream? file, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (file is null)
        {
            Give(cancellation);
        }
        else
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(string.Join(',', AssignmentsCsv.Header) + "\n"));
            for (var start = 0; start < _shard.Count; start += _blockRows)
            {
                WriteLines(file, _shard.First + start, Answer(start, cancellation));
                Report(progress, "assign", start);
            }

            for (var rank = 1; rank < _shard.Communicator.Size; rank++)
                Take(file, rank);
        }

        ShareCounts();
    }

    /// <summary>The first process counts while it writes; the others learn of it.</summary>
    private void ShareCounts()
    {
        long[] counts = [.. Sizes, InNone, Unusual];
        _shard.Communicator.Broadcast<long>(counts, root: 0);
        counts.AsSpan(0, Sizes.Length).CopyTo(Sizes);
        (InNone, Unusual) = (counts[^2], counts[^1]);
    }

    private Membership Answer(int start, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _model.Assign(_data.Slice(_shard.First + start, Math.Min(_blockRows, _shard.Count - start))).ToMembership();
    }

    /// <summary>Answers ahead while there is room, so that all processes work at once, then gives them to the first as it asks.</summary>
    private void Give(CancellationToken cancellation)
    {
        var (ahead, room) = (new Queue<Membership>(), _memory / 2);
        for (var start = 0; start < _shard.Count; start += _blockRows)
        {
            ahead.Enqueue(Answer(start, cancellation));
            room -= _blockRows * BytesOfAnswer;
            while (ahead.Count > 0 && (room < 0 || start + _blockRows >= _shard.Count))
            {
                Give(ahead.Dequeue());
                room += _blockRows * BytesOfAnswer;
            }
        }

        Send<int>([-1]);
    }

    private void Give(Membership answer)
    {
        Send<int>([answer.Count]);
        Send<int>([answer.Probabilities is null ? 0 : 1]);
        Send<int>(answer.Clusters);
        Send<float>(answer.Distances);
        if (answer.Probabilities is { } probabilities)
            Send<float>(probabilities);
    }

    private void Take(Stream file, int rank)
    {
        var row = _shard.FirstOf(rank);
        for (var count = Receive<int>(1, rank)[0]; count >= 0; count = Receive<int>(1, rank)[0])
        {
            var hasProbabilities = Receive<int>(1, rank)[0] == 1;
            WriteLines(file, row, new Membership(Receive<int>(count, rank), Receive<float>(count, rank), hasProbabilities ? Receive<float>(count, rank) : null));
            row += count;
        }
    }

    private void Send<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _shard.Communicator.Send(MemoryMarshal.AsBytes(values), to: 0);

    private T[] Receive<T>(int count, int from)
        where T : unmanaged
    {
        var values = new T[count];
        _shard.Communicator.Receive(MemoryMarshal.AsBytes(values.AsSpan()), from);
        return values;
    }

    private void WriteLines(Stream file, int first, Membership answer)
    {
        KeepFitted(first, answer);
        var lines = new ArrayBufferWriter<byte>[(answer.Count + ChunkRows - 1) / ChunkRows];
        WorkerPool.Run(lines.Length, (chunk, _) =>
        {
            lines[chunk] = new ArrayBufferWriter<byte>(ChunkRows * 64);
            for (var i = chunk * ChunkRows; i < Math.Min(answer.Count, (chunk + 1) * ChunkRows); i++)
                Line(lines[chunk], first + i, answer, i);
        });
        foreach (var part in lines)
            file.Write(part.WrittenSpan);
        for (var i = 0; i < answer.Count; i++)
        {
            if (answer.Clusters[i] >= 0)
                Sizes[answer.Clusters[i]]++;
            else
                InNone++;
            Unusual += answer.Distances[i] <= _model.UnusualDistance ? 0 : 1;
        }
    }

    private void KeepFitted(int first, Membership answer)
    {
        if (Fitted is not { } fitted)
            return;
        var place = Array.BinarySearch(fitted.Rows, first);
        for (place = place < 0 ? ~place : place; place < fitted.Rows.Length && fitted.Rows[place] < first + answer.Count; place++)
        {
            var i = fitted.Rows[place] - first;
            (answer.Clusters[i], answer.Distances[i]) = (fitted.Clusters.Clusters[place], fitted.Clusters.Distances[place]);
            if (answer.Probabilities is { } probabilities && fitted.Clusters.Probabilities is { } known)
                probabilities[i] = known[place];
        }
    }

    private void Line(ArrayBufferWriter<byte> line, int row, Membership answer, int place)
    {
        var cluster = answer.Clusters[place];
        if (_data.Names is { } names)
            Add(line, CsvText.Quote(names[row]));
        else
            Add(line, row);
        line.Write(",train,"u8);
        Add(line, cluster);
        line.Write(","u8);
        Add(line, CsvText.Quote(AssignmentsCsv.NameOf(cluster, _model)));
        line.Write(","u8);
        if (answer.Probabilities is { } probabilities)
            Add(line, probabilities[place]);
        line.Write(","u8);
        Add(line, answer.Distances[place]);
        line.Write(answer.Distances[place] <= _model.UnusualDistance ? ",no,"u8 : ",yes,"u8);  // what is no number is unusual too
        if (_data.Classes is { } classes)
            Add(line, CsvText.Quote(AssignmentsCsv.ClassOf(classes[row], _data.ClassNames)));
        line.Write("\n"u8);
    }

    private static void Add<T>(ArrayBufferWriter<byte> line, T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(line.GetSpan(32), out var written, default, CultureInfo.InvariantCulture);
        line.Advance(written);
    }

    private static void Add(ArrayBufferWriter<byte> line, string text) => line.Advance(System.Text.Encoding.UTF8.GetBytes(text, line.GetSpan(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length))));

    private void Report(IProgress<FitProgress>? progress, string stage, int start) =>
        progress?.Report(new FitProgress(stage, Math.Min(_shard.Count, start + _blockRows), _shard.Count, double.NaN));
}
