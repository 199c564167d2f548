using Kindred.Numerics.Kernels.Convolution.Winograd;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>
/// One step of a convolutional network on images of height x width x channels:
/// [enlarge 2×, nearest] → 3×3 convolution with a zero border, + bias → [ReLU] → [largest of 2×2].
/// </summary>
/// <remarks>
/// A 3×3 convolution of an image enlarged twice sees each small pixel two or four times, so it equals four 2×2 convolutions of
/// the small image, one for each place of an output pixel in its 2×2 square (its phase), with weights summed beforehand:
/// 16 products for 4 outputs where the plain way takes 36. The taps below say which rows (or columns) of the 3×3 weights are summed.
/// </remarks>
internal readonly record struct ConvolutionShape(int Height, int Width, int Inputs, int Outputs)
{
    private const int MaxWinogradChannels = 1024;        // their transforms are kept on the stack

    private static readonly int[][] PlainForward = [[0b001, 0b010, 0b100]];
    private static readonly int[][] EnlargedForward = [[0b001, 0b110], [0b011, 0b100]];
    private static readonly int[] PlainBackward = [0b100, 0b010, 0b001];
    private static readonly int[] EnlargedBackward = [0b100, 0b110, 0b011, 0b001];

    /// <summary>The image is enlarged twice before it is convolved.</summary>
    public bool Upsampled { get; init; }

    /// <summary>Negative results become zero.</summary>
    public bool Relu { get; init; }

    /// <summary>Only the largest of each 2×2 square is kept; an odd last row or column is dropped.</summary>
    public bool Pooled { get; init; }

    public int Scale => Upsampled ? 2 : 1;

    /// <summary>Rows of the convolution's result, before it is pooled.</summary>
    public int WideHeight => Scale * Height;

    public int WideWidth => Scale * Width;

    public int OutputHeight => Pooled ? WideHeight / 2 : WideHeight;

    public int OutputWidth => Pooled ? WideWidth / 2 : WideWidth;

    public int InputSize => Height * Width * Inputs;

    public int OutputSize => OutputHeight * OutputWidth * Outputs;

    /// <summary>Whether the step is done by <see cref="WinogradConvolution"/>: whole vectors of channels, and tiles that save a quarter of the products or more.</summary>
    public bool UsesWinograd => Inputs % 16 == 0 && Outputs % 16 == 0 && Math.Max(Inputs, Outputs) <= MaxWinogradChannels
        && 4 * 16 * TileRows * TileColumns <= 3 * 9 * WideHeight * WideWidth;

    /// <summary>Tiles of 2×2 results, the last ones reaching over the edge where a side is odd.</summary>
    public int TileRows => (WideHeight + 1) / 2;

    public int TileColumns => (WideWidth + 1) / 2;

    /// <summary>Rows of an image with a zero border of one pixel, and one more where tiles reach over the edge.</summary>
    public int PaddedHeight => Padded(Height);

    public int PaddedWidth => Padded(Width);

    public int PaddedWideHeight => Padded(WideHeight);

    public int PaddedWideWidth => Padded(WideWidth);

    /// <summary>Floats in one image with its border.</summary>
    public int PaddedInputSize => PaddedHeight * PaddedWidth * Inputs;

    public int PaddedWideSize => PaddedWideHeight * PaddedWideWidth * Outputs;

    /// <summary>Rows and columns of the window of x that one output sees.</summary>
    public int ForwardWindow => Upsampled ? 2 : 3;

    /// <summary>Rows and columns of the window of dy that one input has touched.</summary>
    public int BackwardWindow => Upsampled ? 4 : 3;

    public int Phases => Scale * Scale;

    public int PixelCount => Height * Width;

    /// <summary>So few outputs that a vector of them would be mostly empty: the window's taps take the place of outputs.</summary>
    public bool NarrowOutput => Outputs <= 8;

    /// <summary>The windows of x are so short that they are first written out one after the other.</summary>
    public bool GathersInput => Inputs <= 3 && !Upsampled && !NarrowOutput;

    /// <summary>The windows of dy are so short that they are first written out one after the other.</summary>
    public bool GathersGradient => Outputs <= 3;

    /// <summary>Weight rows, as bits, that meet row <paramref name="tap"/> of the window of an output in phase row <paramref name="phase"/>.</summary>
    public int ForwardTaps(int phase, int tap) => (Upsampled ? EnlargedForward : PlainForward)[phase][tap];

    /// <summary>Weight rows, as bits, through which an input reached row <paramref name="tap"/> of its window of dy.</summary>
    public int BackwardTaps(int tap) => (Upsampled ? EnlargedBackward : PlainBackward)[tap];

    private int Padded(int size) => size + 2 + (UsesWinograd && !Upsampled ? size & 1 : 0);
}
