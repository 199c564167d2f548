using System.Numerics;
using Kindred.Numerics;

namespace Kindred.Datasets.Drawing;

/// <summary>How light a garment is at each place: its colour, stripes or checks, folds, and light from one side.</summary>
internal sealed record Fabric
{
    private const float Darkest = 0.06f;

    /// <summary>Of the plain cloth, in (0, 1].</summary>
    public required float Light { get; init; }

    /// <summary>How much darker the dark stripes are, in [0, 1].</summary>
    public float Contrast { get; init; }

    /// <summary>Stripes a unit of garment space, running across and running down; 0 for none.</summary>
    public Vector2 Stripes { get; init; }

    /// <summary>Where the stripes begin.</summary>
    public float Phase { get; init; }

    /// <summary>Gain in light from the left to the right edge, and from top to bottom.</summary>
    public Vector2 Slope { get; init; }

    /// <summary>Depth of the folds, in [0, 1].</summary>
    public float Folds { get; init; }

    public static Fabric Random(Rng rng)
    {
        var kind = rng.NextInt(8);
        var stripes = new Vector2(Uniform(rng, 1.2f, 4), Uniform(rng, 1.2f, 4));
        return new Fabric
        {
            Light = Uniform(rng, 0.25f, 1),
            Contrast = kind < 3 ? Uniform(rng, 0.15f, 0.6f) : 0,
            Stripes = kind switch { 0 => stripes with { Y = 0 }, 1 => stripes with { X = 0 }, _ => stripes },
            Phase = Uniform(rng, 0, 1),
            Slope = new Vector2(Uniform(rng, -0.15f, 0.15f), Uniform(rng, -0.12f, 0.12f)),
            Folds = Uniform(rng, 0, 0.12f),
        };
    }

    /// <summary>In [0, 1]; zero is the ground's alone.</summary>
    public float LightAt(Vector2 place)
    {
        var wave = (Wave((place.Y * Stripes.X) + Phase, Stripes.X) + Wave((place.X * Stripes.Y) + Phase, Stripes.Y)) / 2;
        var fold = Wave((place.X * 1.7f) + (place.Y * 0.6f) + (2 * Phase), 1) - 0.5f;
        var light = Light * (1 - (Contrast * wave)) * (1 + (Folds * fold) + (Slope.X * place.X) + (Slope.Y * place.Y));
        return Math.Clamp(light, Darkest, 1);
    }

    /// <summary>A number in [from, to).</summary>
    public static float Uniform(Rng rng, float from, float to) => from + ((to - from) * (float)rng.NextDouble());

    /// <summary>0 → 1 → 0 once a unit, with steep flanks; 0 without stripes.</summary>
    private static float Wave(float at, float frequency)
    {
        if (frequency == 0)
            return 0;
        var triangle = 2 * Math.Abs(at - MathF.Floor(at) - 0.5f);
        return Math.Clamp((triangle * 2.5f) - 0.75f, 0, 1);
    }
}
