namespace Kindred.Networks.Layers;

/// <summary>Neighbouring layers that can be done in one pass: [upsampling by 2] → 3×3 convolution → [2×2 max pooling].</summary>
/// <remarks>The values between them are never stored: a block of images goes through all of them while it lies in cache.</remarks>
internal readonly record struct ConvolutionStep(Conv2D Convolution, bool Upsampled, bool Pooled)
{
    /// <summary>How many layers it stands for.</summary>
    public int Count => 1 + (Upsampled ? 1 : 0) + (Pooled ? 1 : 0);

    /// <summary>The step that begins with layer <paramref name="index"/>, or null if that is best done by itself.</summary>
    public static ConvolutionStep? At(IReadOnlyList<Layer> layers, int index)
    {
        var upsampled = layers[index] is Upsampling2D { Factor: 2 };
        var at = upsampled ? index + 1 : index;
        if (at >= layers.Count || layers[at] is not Conv2D convolution || !Fits(convolution))
            return null;
        var pooled = at + 1 < layers.Count && layers[at + 1] is MaxPooling2D { Window: 2, Stride: 2 }
            && convolution.Activation is Activation.Linear or Activation.Relu;
        return upsampled || pooled ? new ConvolutionStep(convolution, upsampled, pooled) : null;
    }

    public Tensor Forward(Tensor x) =>
        x.ConvolutionStep(Convolution.Weight, Convolution.Bias, Convolution.Activation, Upsampled, Pooled);

    private static bool Fits(Conv2D convolution) =>
        convolution.Weight.Shape[0] == 3 && convolution.Stride == 1 && convolution.Padding == Padding.Same;
}
