namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>What a convolutional step reads and writes: plain images, one after the other.</summary>
internal unsafe struct ConvolutionCall
{
    public int Images;
    public float* X;
    public float* Weights;    // 3 x 3 x Inputs x Outputs
    public float* Bias;       // may be null
    public float* Y;
    public byte* Winners;     // as many as Y: which pixel of its 2×2 square each was, for the way back of a pooled step
    public float* DY;
    public float* DX;         // may be null
    public float* DWeights;   // may be null
    public float* DBias;      // may be null
    public bool AddsToWeights;
    public bool AddsToBias;   // instead of overwriting the gradients
}
