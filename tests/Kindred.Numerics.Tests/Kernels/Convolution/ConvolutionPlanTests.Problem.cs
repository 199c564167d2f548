using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Tests.Kernels.Convolution;

/// <summary>A step on random numbers, and memory that shows what is read or written beside it.</summary>
public sealed unsafe partial class ConvolutionPlanTests
{
    private sealed class Problem
    {
        private readonly int _images;

        public Problem(ConvolutionShape shape, int images, ulong seed, bool exact)
        {
            var rng = new Rng(seed);
            _images = images;
            float Next() => exact ? (rng.NextInt(17) - 8) / 8f : (float)(rng.NextDouble() - 0.5);
            X = new Guarded(images * shape.InputSize, Next);
            Weights = new Guarded(9 * shape.Inputs * shape.Outputs, Next);
            Bias = new Guarded(shape.Outputs, Next);
            DY = new Guarded(images * shape.OutputSize, Next);
            Y = new Guarded(images * shape.OutputSize, () => 0);
            DX = new Guarded(images * shape.InputSize, () => 0);
            DWeights = new Guarded(9 * shape.Inputs * shape.Outputs, () => 0);
            DBias = new Guarded(shape.Outputs, () => 0);
            Winners = new byte[shape.Pooled ? images * shape.OutputSize : 0];
        }

        public Guarded X { get; }

        public Guarded Weights { get; }

        public Guarded Bias { get; }

        public Guarded Y { get; }

        public Guarded DY { get; }

        public Guarded DX { get; }

        public Guarded DWeights { get; }

        public Guarded DBias { get; }

        public byte[] Winners { get; }

        public ConvolutionCall Call(byte* winners) => new()
        {
            Images = _images,
            X = X.Pointer,
            Weights = Weights.Pointer,
            Bias = Bias.Pointer,
            Y = Y.Pointer,
            Winners = winners,
            DY = DY.Pointer,
            DX = DX.Pointer,
            DWeights = DWeights.Pointer,
            DBias = DBias.Pointer,
        };
    }

    private sealed class Guarded
    {
        private readonly float[] _memory;
        private readonly int _length;

        public Guarded(int length, Func<float> next)
        {
            _length = length;
            _memory = GC.AllocateArray<float>(length + (2 * Margin), pinned: true);
            Array.Fill(_memory, Canary);
            for (var i = 0; i < length; i++)
                Values[i] = next();
        }

        public float* Pointer => (float*)Unsafe.AsPointer(ref _memory[Margin]);

        public Span<float> Values => _memory.AsSpan(Margin, _length);

        public bool IsIntact => !_memory.AsSpan(0, Margin).ContainsAnyExcept(Canary) && !_memory.AsSpan(Margin + _length).ContainsAnyExcept(Canary);

        public float[] Copy() => Values.ToArray();
    }
}
