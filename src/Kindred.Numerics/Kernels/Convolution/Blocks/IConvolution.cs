namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>A way to do a convolutional step, block of images by block; see <see cref="ConvolutionPlan"/> for the order of calls.</summary>
internal unsafe interface IConvolution : IDisposable
{
    /// <summary>Images that are worked on together.</summary>
    int BlockImages { get; }

    /// <summary>Parts in which weights are packed for the way forward.</summary>
    int ForwardParts { get; }

    /// <summary>Parts in which weights are packed for dx.</summary>
    int BackwardParts { get; }

    /// <summary>Parts in which dw is finished.</summary>
    int GradientParts { get; }

    /// <summary>Makes scratch memory for so many workers.</summary>
    void Prepare(int workers);

    /// <summary>Sets the bias, one for each output; null is none.</summary>
    void SetBias(float* bias);

    void PackForward(int part, float* weights);

    void PackBackward(int part, float* weights);

    /// <summary>Y from X, for a block of images.</summary>
    void Forward(in ConvolutionCall block, int worker);

    /// <summary>Starts a chunk of blocks with sums of zero.</summary>
    void Clear(int chunk);

    /// <summary>DX and the chunk's sums of dw and of the bias's gradient, for a block of images.</summary>
    void Backward(in ConvolutionCall block, double* biasSums, int chunk, int worker);

    /// <summary>Writes (or adds) part <paramref name="part"/> of DWeights from the sums of the first <paramref name="chunks"/> chunks.</summary>
    void Finish(int part, int chunks, in ConvolutionCall call);
}
