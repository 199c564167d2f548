using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Winograd;

/// <summary>One worker's transformed tiles: position x tile x channels.</summary>
internal sealed class WinogradWorkspace : IDisposable
{
    private const int Slack = 256;                    // kernels read a little past the end

    public WinogradWorkspace(in ConvolutionShape shape, int images, int positions, int tiles, int borderedTiles)
    {
        Images = new ConvolutionWorkspace(in shape, images);
        Left = new NativeBuffer<float>(((long)positions * PositionStep(images * tiles * shape.Inputs)) + Slack);
        Right = new NativeBuffer<float>(((long)positions * PositionStep(images * tiles * shape.Outputs)) + Slack);
        Bordered = new NativeBuffer<float>((shape.Upsampled ? (long)positions * PositionStep(images * borderedTiles * shape.Inputs) : 0) + Slack);
    }

    public ConvolutionWorkspace Images { get; }

    /// <summary>On the side of the inputs.</summary>
    public NativeBuffer<float> Left { get; }

    /// <summary>On the side of the outputs.</summary>
    public NativeBuffer<float> Right { get; }

    /// <summary>Like <see cref="Left"/>, each image with a border of tiles that stay zero.</summary>
    public NativeBuffer<float> Bordered { get; }

    /// <summary>From one position to the next: not a multiple of 4 KiB, where all positions of a tile would share a few lines of cache.</summary>
    public static nint PositionStep(int length) => length + 16;

    public void Dispose()
    {
        Images.Dispose();
        Left.Dispose();
        Right.Dispose();
        Bordered.Dispose();
    }
}
