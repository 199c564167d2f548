using System.Numerics;
using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>A network over rows, some at a time: what is recorded for so many rows is kept and replayed, as long as it is not large. Safe to share between threads.</summary>
/// <remarks>Results do not depend on how many rows go together. Recording costs a convolutional network more than one row does.</remarks>
/// <param name="columns">Of the results.</param>
/// <param name="activations">Values that a pass makes of one row.</param>
/// <param name="record">Records what becomes of some rows.</param>
internal sealed class RecordedPasses(int columns, double activations, Func<Tensor, Tensor> record) : IDisposable
{
    private const int MostRowsAtOnce = 256;
    private const int FewRows = 16;
    private const int MostKeptValues = 1 << 24;

    private readonly int _most = (int)Math.Clamp(Architectures.MostActivations / activations, 1, MostRowsAtOnce);
    private readonly Pass?[] _kept = new Pass?[BitOperations.Log2(MostRowsAtOnce) + 1];  // by the logarithm of their rows

    /// <summary>rows x inputs → rows x columns</summary>
    public Matrix Of(Samples samples)
    {
        var results = new Matrix(samples.Rows, columns);
        Pass? pass = null;
        try
        {
            for (var start = 0; start < samples.Rows; start += pass.Rows)
            {
                var size = SizeFor(samples.Rows - start);
                if (pass?.Rows != size)
                {
                    Return(pass);
                    pass = Take(size, samples.Columns);
                }

                pass.Run(samples, start, Math.Min(size, samples.Rows - start), results.MutableValues[(start * columns)..]);
            }
        }
        finally
        {
            Return(pass);
        }

        return results;
    }

    public void Dispose()
    {
        for (var i = 0; i < _kept.Length; i++)
            Interlocked.Exchange(ref _kept[i], null)?.Dispose();
    }

    /// <summary>Powers of two, so that few are recorded; the rows that fill one up are repeated ones, where that costs little.</summary>
    private int SizeFor(int rows)
    {
        if (rows >= _most)
            return _most;
        var filledUp = (int)BitOperations.RoundUpToPowerOf2((uint)rows);
        return Math.Min(_most, filledUp <= FewRows || rows * 4 > filledUp * 3 ? filledUp : filledUp / 2);
    }

    private Pass Take(int rows, int inputs)
    {
        var kept = BitOperations.IsPow2(rows) ? Interlocked.Exchange(ref _kept[BitOperations.Log2((uint)rows)], null) : null;
        if (kept is null || kept.Inputs != inputs)
        {
            kept?.Dispose();
            kept = new Pass(rows, inputs, record);
        }

        return kept;
    }

    private void Return(Pass? pass)
    {
        if (pass is null)
            return;
        var isKept = BitOperations.IsPow2(pass.Rows) && pass.Rows * activations <= MostKeptValues && Interlocked.CompareExchange(ref _kept[BitOperations.Log2((uint)pass.Rows)], pass, null) is null;
        if (!isKept)
            pass.Dispose();
    }

    private sealed class Pass : IDisposable
    {
        private readonly Batch _batch;
        private readonly Tensor _result;
        private readonly int[] _rows;

        public Pass(int rows, int inputs, Func<Tensor, Tensor> record)
        {
            (_rows, Inputs) = (new int[rows], inputs);
            _batch = new Batch(new Graph(), rows, inputs);
            _result = record(_batch.X);
        }

        public int Rows => _rows.Length;

        public int Inputs { get; }

        public void Run(Samples samples, int start, int count, Span<float> results)
        {
            for (var i = 0; i < _rows.Length; i++)
                _rows[i] = start + Math.Min(i, count - 1);
            _batch.Choose(samples, _rows);
            _batch.Graph.Forward();
            _result.Values[..(_result.Values.Length / Rows * count)].CopyTo(results);
        }

        public void Dispose() => _batch.Dispose();
    }
}
