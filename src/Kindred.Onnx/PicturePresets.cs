using Kindred.Datasets.Images;
using Kindred.Methods;
using Kindred.Numerics;

namespace Kindred.Onnx;

/// <summary>How pictures are brought to the usual families of networks, as their makers publish it.</summary>
public static class PicturePresets
{
    private static readonly ValueList<double> ImageNetMean = [0.485, 0.456, 0.406], ImageNetDeviation = [0.229, 0.224, 0.225];

    private static readonly (string Name, PicturePreparation Preparation)[] Known =
    [
        ("resnet", new() { Size = 224, ResizeTo = 256, Mean = ImageNetMean, Deviation = ImageNetDeviation }),
        ("mobilenet", new() { Size = 224, ResizeTo = 256, Mean = ImageNetMean, Deviation = ImageNetDeviation }),
        ("dino", new() { Size = 224, ResizeTo = 256, Interpolation = Interpolation.Bicubic, Mean = ImageNetMean, Deviation = ImageNetDeviation }),
        ("clip", new()
        {
            Size = 224, Interpolation = Interpolation.Bicubic, Mean = [0.48145466, 0.4578275, 0.40821073], Deviation = [0.26862954, 0.26130258, 0.27577711],
        }),
        ("siglip", new() { Size = 224, Stretch = true, Interpolation = Interpolation.Bicubic, Mean = [0.5, 0.5, 0.5], Deviation = [0.5, 0.5, 0.5] }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(preset => preset.Name)];

    /// <exception cref="ArgumentException">There is no such preset.</exception>
    public static PicturePreparation Of(string name) => Array.Find(Known, preset => preset.Name == name).Preparation
        ?? throw new ArgumentException(NearestWord.Unknown("preset of encoders", name, Names));
}
