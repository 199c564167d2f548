using System.Numerics;
using Kindred.Datasets.Drawing;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets;

/// <summary>The built-in data set: clothes drawn by the program as grey 28 x 28 pictures, ten kinds, as many of each.</summary>
/// <remarks>
/// Outlines with random proportions, sleeves and necklines, pose, shade, stripes, folds and noise. Image number i of a seed is the same
/// however many are drawn and on every machine. Not Fashion-MNIST, and no stand-in for it in results: it has no photographs and no licence to mind.
/// </remarks>
public static class Wardrobe
{
    public const string Name = "wardrobe";

    private const int Size = 28;

    private static readonly Action<Canvas, Fabric, Rng>[] Kinds =
        [Tops.TShirt, Bottoms.Trousers, Tops.Jumper, Tops.Dress, Tops.Coat, Bottoms.Sandal, Tops.Shirt, Bottoms.Trainer, Bottoms.Bag, Bottoms.Boot];

    /// <summary>In label order.</summary>
    public static ValueList<string> ClassNames { get; } =
        ["t-shirt", "trousers", "jumper", "dress", "coat", "sandal", "shirt", "trainer", "bag", "boot"];

    /// <summary>Draws a training and a test part; each counts at least 1.</summary>
    public static Dataset Load(int trainCount = 6000, int testCount = 1000, ulong seed = 0)
    {
        var rng = new Rng(seed);
        var train = Draw(Guard.Positive(trainCount, nameof(trainCount)), rng.Split(0));
        var test = Draw(Guard.Positive(testCount, nameof(testCount)), rng.Split(1));
        return new Dataset(Name, Checksum.Of(train, test), train, test, ClassNames);
    }

    private static ImageSet Draw(int count, Rng rng)
    {
        var pixels = new byte[checked(count * Size * Size)];
        var labels = new int[count];
        WorkerPool.ForEachChunk(count, (_, start, end) =>
        {
            var canvas = new Canvas(Size);
            for (var i = start; i < end; i++)
            {
                labels[i] = KindOf(i, rng);
                DrawOne(labels[i], canvas, rng.Split(2 * i), pixels.AsSpan(i * Size * Size, Size * Size));
            }
        });
        return new ImageSet(new ByteMatrix(count, Size * Size, pixels), new ImageShape(Size, Size, 1), labels);
    }

    /// <summary>Every ten images hold each kind once, in random order.</summary>
    private static int KindOf(int image, Rng rng)
    {
        var order = rng.Split((2 * (image / Kinds.Length)) + 1).Permutation(Kinds.Length);
        return order[image % Kinds.Length];
    }

    private static void DrawOne(int kind, Canvas canvas, Rng rng, Span<byte> pixels)
    {
        var scale = Fabric.Uniform(rng, 12.2f, 13.6f);
        canvas.Clear(new Pose(
            new Vector2((Size / 2f) + Fabric.Uniform(rng, -1, 1), (Size / 2f) + Fabric.Uniform(rng, -0.8f, 0.8f)),
            new Vector2(scale * Fabric.Uniform(rng, 0.88f, 1.1f), scale),
            Fabric.Uniform(rng, -0.05f, 0.05f)));
        Kinds[kind](canvas, Fabric.Random(rng), rng);
        canvas.CopyTo(pixels, noise: 0.05f, rng);
    }
}
