using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Clustering.Deep;

/// <summary>The rows that a deep clustering learns from, brought to [0, 1]: in memory, or read where they lie, when their batches are shared by processes.</summary>
internal sealed class DeepRows
{
    private const int ShardRows = 4096;
    private const int KeptNumbers = 8;  // of every row, besides its code and what it is drawn towards: orders, clusters, bounds

    private readonly Func<AutoencoderModel, CancellationToken, Matrix> _codes;

    private DeepRows(Samples samples, UnitRange range, ICommunicator communicator, Func<AutoencoderModel, CancellationToken, Matrix> codes) =>
        (Samples, Range, Communicator, _codes) = (samples, range, communicator, codes);

    /// <summary>As the network sees them.</summary>
    public Samples Samples { get; }

    /// <summary>What brings them there.</summary>
    public UnitRange Range { get; }

    public ICommunicator Communicator { get; }

    /// <exception cref="FitException">Fewer than <paramref name="clusterCount"/> differ from each other.</exception>
    public static DeepRows Of(Matrix x, int clusterCount)
    {
        DistinctRows.Require(x, clusterCount);
        var range = UnitRange.Of(x);
        var rows = range.Bring(x);
        return new DeepRows(Samples.From(rows), range, SingleProcess.Instance, (model, _) => model.Transform(rows));
    }

    /// <summary>The same of rows that are read as often as they are needed.</summary>
    /// <exception cref="FitException">Fewer than <paramref name="clusterCount"/> differ from each other.</exception>
    public static DeepRows Of(IRowSource x, int clusterCount, StreamSettings stream, CancellationToken cancellation)
    {
        DistinctRows.Require(x, clusterCount, cancellation);
        var (smallest, largest) = StreamedRows.Range(x, stream, cancellation);
        var range = UnitRange.Of(smallest.Min(), largest.Max());
        IRowSource rows = range.IsIdentity ? new FloatRows(x) : new BroughtRows(x, range);
        return new DeepRows(Samples.From(rows), range, stream.Communicator, (model, stop) => CodesOf(rows, model, stream.Communicator, stop));
    }

    /// <summary>Why a sample is needed, as a sentence: what is kept of each row takes more than <paramref name="memory"/>; null where it does not.</summary>
    public static string? NeedsSample(string method, int rows, int codeLength, int clusterCount, long memory) =>
        sizeof(float) * (double)rows * (2 * (codeLength + clusterCount) + KeptNumbers) is var bytes && bytes <= memory ? null
            : $"Of {rows} rows {method} keeps codes and what they are drawn towards, {MemoryLimit.Size(bytes)}, more than the {MemoryLimit.Size(memory)} that may be taken.";

    /// <summary>rows x code length, all of them at every process.</summary>
    public Matrix Codes(AutoencoderModel model, CancellationToken cancellation) => _codes(model, cancellation);

    private static Matrix CodesOf(IRowSource rows, AutoencoderModel model, ICommunicator communicator, CancellationToken cancellation)
    {
        var (codes, shard) = (new Matrix(rows.Rows, model.CodeLength), new RowShard(communicator, rows.Rows, ShardRows));
        var own = new RowBlocks(rows, shard);
        for (var start = 0; start < own.Rows; start += ShardRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = model.Transform(own.Read(start, Math.Min(ShardRows, own.Rows - start)));
            block.Values.CopyTo(codes.MutableValues[((shard.First + start) * codes.Columns)..]);
        }

        for (var rank = 0; rank < communicator.Size; rank++)
            communicator.Broadcast(codes.MutableValues[(shard.FirstOf(rank) * codes.Columns)..(shard.FirstOf(rank + 1) * codes.Columns)], rank);
        return codes;
    }

    /// <summary>Rows whose values are brought to [0, 1] as they are read.</summary>
    private sealed class BroughtRows(IRowSource source, UnitRange range) : IRowSource
    {
        public int Rows => source.Rows;

        public int Columns => source.Columns;

        public float? ByteScale => null;

        public long BytesOfRow => source.BytesOfRow;

        public void Read(int start, Span<float> values)
        {
            source.Read(start, values);
            range.Bring(values, values);
        }

        public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");
    }
}
