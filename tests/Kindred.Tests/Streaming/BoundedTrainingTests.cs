using System.Numerics.Tensors;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Preprocessing;

namespace Kindred.Tests.Streaming;

/// <summary>Networks that learn from streamed rows do not hold them: what is in use, native memory included, grows by far less than the rows would take.</summary>
[Collection(OneAtATime.Name)]
public sealed class BoundedTrainingTests
{
    private const int Rows = 80_000;
    private const long BytesOfRows = 4L * Rows * MadeRows.Values;  // 82 MB
    private const long Bound = BytesOfRows / 2;

    public static TheoryData<string> Networks => ["dense", "conv", "contrastive"];

    [Theory, MemberData(nameof(Networks))]
    public void Rows_that_are_streamed_are_not_held(string name)
    {
        var encoder = Encoder(name);
        Fit(encoder, new MadeRows(2500));  // machine code, and what is made once
        var rows = new MadeRows(Rows);
        Fit(encoder, rows);
        Assert.True(rows.Growth < Bound, $"Memory grew by {rows.Growth >> 20} MB; the rows take {BytesOfRows >> 20}.");
        Assert.True(rows.Reads >= Rows, $"{rows.Reads} rows were read.");
    }

    [Fact]
    public void Rows_that_are_held_would_be_seen()
    {
        var rows = new MadeRows(Rows);
        var held = rows.Slice(0, Rows);
        _ = rows.Slice(0, 1);
        Assert.True(rows.Growth > Bound, $"Memory grew by {rows.Growth >> 20} MB with {BytesOfRows >> 20} held.");
        GC.KeepAlive(held);
    }

    private static void Fit(IStreamedTransformer encoder, IRowSource rows) => encoder.Fit(rows, new StreamSettings { Communicator = SingleProcess.Instance, Memory = BytesOfRows / 20 });

    private static IStreamedTransformer Encoder(string name)
    {
        var shape = new ImageShape(MadeRows.Side, MadeRows.Side, 1);
        var trainer = new Trainer { Epochs = 1, BatchSize = 1000 };
        return name switch
        {
            "dense" => new Autoencoder { Architecture = new DenseArchitecture { Widths = [shape.Size, 16, 4] }, Trainer = trainer, Seed = 1 },
            "conv" => new Autoencoder { Architecture = new ConvolutionalArchitecture { Shape = shape, Channels = [1, 2], CodeLength = 4 }, Trainer = trainer, Seed = 1 },
            _ => new ContrastiveEncoder { Architecture = new ContrastiveArchitecture { Shape = shape, Channels = [2, 2], CodeLength = 8, Projection = [4] }, Epochs = 1, BatchSize = 200, Seed = 1 },
        };
    }

    /// <summary>Rows that are made whenever they are read, and the most memory that has been in use meanwhile, beyond that at the start.</summary>
    private sealed class MadeRows : IRowSource
    {
        public const int Side = 16, Values = Side * Side;

        private const int Patterns = 64, ReadsALook = 10_000;

        private readonly float[] _patterns = new float[Patterns * Values];
        private readonly long _atStart;
        private long _most, _reads;

        public MadeRows(int rows)
        {
            Rows = rows;
            var rng = new Rng(1);
            for (var i = 0; i < _patterns.Length; i++)
                _patterns[i] = (i % Values / Side) < i / Values % Side ? 0.9f : 0.1f * (float)rng.NextDouble();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _atStart = InUse();
        }

        public int Rows { get; }

        public int Columns => Values;

        public float? ByteScale => null;

        public long BytesOfRow => sizeof(float) * Values;

        public long Growth => Math.Max(Interlocked.Read(ref _most), InUse()) - _atStart;

        public long Reads => Interlocked.Read(ref _reads);

        public void Read(int start, Span<float> values)
        {
            for (var i = 0; i < values.Length / Values; i++)
            {
                var row = start + i;
                TensorPrimitives.Multiply(_patterns.AsSpan(row % Patterns * Values, Values), 0.5f + (row / Patterns % 50 / 100f), values.Slice(i * Values, Values));
                if (Interlocked.Increment(ref _reads) % ReadsALook == 0)
                    Interlocked.Exchange(ref _most, Math.Max(_most, InUse()));
            }
        }

        private static long InUse()
        {
            GC.Collect();
            return GC.GetTotalMemory(forceFullCollection: false) + Interlocked.Read(ref NativeBuffers.Bytes);
        }

        public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");
    }
}
