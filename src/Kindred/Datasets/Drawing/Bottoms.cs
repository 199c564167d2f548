using System.Numerics;
using Kindred.Numerics;
using static Kindred.Datasets.Drawing.Fabric;

namespace Kindred.Datasets.Drawing;

/// <summary>What is worn from the waist down or carried: trousers, sandal, trainer, bag, boot. Shoes are seen from the side, toes to the left.</summary>
internal static class Bottoms
{
    public static void Trousers(Canvas canvas, Fabric fabric, Rng rng)
    {
        var (waist, hip) = (Uniform(rng, 0.24f, 0.36f), Uniform(rng, 0.3f, 0.46f));
        var (crotch, length) = (Uniform(rng, -0.45f, -0.2f), Uniform(rng, 0.75f, 0.98f));
        var hem = Uniform(rng, 0.14f, 0.26f);
        var gap = Uniform(rng, 0, 0.16f);
        canvas.Fill(Outline.Mirrored(
            new(0, -0.95f), new(waist, -0.95f), new(hip, crotch - 0.15f), new(gap + hem, length), new(gap * 0.9f, length), new(0, crotch)), fabric);
        canvas.Fill(Outline.Band(new(-waist, -0.92f), new(waist, -0.92f), 0.1f, 0.1f), fabric, Uniform(rng, 0.6f, 1.1f));
        canvas.Fill(Outline.Band(new(0, -0.85f), new(0, crotch), 0.05f, 0.05f), fabric, 0.7f);
    }

    public static void Sandal(Canvas canvas, Fabric fabric, Rng rng)
    {
        var heel = Uniform(rng, 0, 0.5f);
        var sole = Uniform(rng, 0.06f, 0.16f);
        var ground = Uniform(rng, 0.3f, 0.5f);
        Sole(canvas, fabric, heel, sole, ground);
        var (straps, reach) = (1 + rng.NextInt(3), Uniform(rng, 0.3f, 0.5f));
        for (var strap = 0; strap < straps; strap++)
        {
            var at = -0.85f + (strap * Uniform(rng, 0.4f, 0.5f));
            Strap(canvas, fabric, at, at + reach, heel, ground, rng);
        }

        if (rng.NextInt(3) > 0)
            Strap(canvas, fabric, Uniform(rng, 0.2f, 0.35f), 0.9f, heel, ground - 0.05f, rng);  // round the ankle
    }

    public static void Trainer(Canvas canvas, Fabric fabric, Rng rng)
    {
        var (instep, collar, ground) = (Uniform(rng, -0.2f, -0.02f), Uniform(rng, -0.35f, -0.15f), Uniform(rng, 0.3f, 0.45f));
        var toe = Uniform(rng, 0.02f, 0.16f);
        canvas.Fill(Outline.Rounded(
            [new(-0.95f, ground), new(-0.92f, toe), new(-0.45f, toe - 0.08f), new(0, instep), new(0.25f, collar), new(0.5f, collar + 0.14f),
             new(0.85f, collar), new(0.92f, 0.1f), new(0.92f, ground)]), fabric);
        var sole = Uniform(rng, 0.1f, 0.2f);
        canvas.Fill(Outline.Rounded(Outline.Band(new(-0.97f, ground), new(0.95f, ground), sole, sole), 1), new Fabric { Light = Uniform(rng, 0.3f, 1) });
        for (var lace = 0; lace < 3; lace++)
        {
            var x = -0.35f + (0.2f * lace);
            canvas.Fill(Outline.Band(new(x, instep - 0.02f), new(x + 0.16f, instep + 0.18f), 0.06f, 0.06f), fabric, 0.6f);
        }

        if (rng.NextInt(2) == 0)
            canvas.Fill(Outline.Band(new(-0.1f, ground - 0.1f), new(0.45f, collar + 0.25f), 0.12f, 0.08f), new Fabric { Light = Uniform(rng, 0.2f, 1) });
    }

    public static void Bag(Canvas canvas, Fabric fabric, Rng rng)
    {
        var (top, bottom) = (Uniform(rng, -0.4f, 0), Uniform(rng, 0.5f, 0.85f));
        var (upper, lower) = (Uniform(rng, 0.5f, 0.9f), Uniform(rng, 0.6f, 0.95f));
        var (reach, rise) = (upper * Uniform(rng, 0.4f, 0.8f), Math.Max(-0.98f, top - Uniform(rng, 0.25f, 0.8f)));
        var width = Uniform(rng, 0.07f, 0.16f);
        var handle = Outline.Rounded([new(-reach, top + 0.1f), new(-reach, rise), new(reach, rise), new(reach, top + 0.1f)]);
        for (var i = 0; i + 1 < handle.Length; i++)
        {
            if (Math.Min(handle[i].Y, handle[i + 1].Y) < top)
                canvas.Fill(Outline.Band(handle[i], handle[i + 1], width, width), fabric, 0.85f);
        }

        canvas.Fill(Outline.Rounded(Outline.Mirrored(new(0, top), new(upper, top), new(upper, top), new(lower, bottom), new(lower, bottom), new(0, bottom)), 1), fabric);
        if (rng.NextInt(2) == 0)
            canvas.Fill(Outline.Mirrored(new(0, top), new(upper, top), new(upper * 0.9f, top + 0.3f), new(0, top + Uniform(rng, 0.35f, 0.55f))), fabric, Uniform(rng, 0.6f, 0.85f));
        var clasp = Uniform(rng, 0.04f, 0.1f);
        canvas.Fill(Outline.Band(new(-clasp, top + 0.3f), new(clasp, top + 0.3f), 0.12f, 0.12f), new Fabric { Light = Uniform(rng, 0.5f, 1) });
    }

    public static void Boot(Canvas canvas, Fabric fabric, Rng rng)
    {
        var shaft = Uniform(rng, -0.95f, -0.45f);
        var (front, back) = (Uniform(rng, -0.1f, 0.15f), Uniform(rng, 0.68f, 0.85f));
        var (ground, toe) = (Uniform(rng, 0.6f, 0.85f), Uniform(rng, 0.2f, 0.4f));
        var heel = Uniform(rng, 0.06f, 0.3f);
        canvas.Fill(Outline.Rounded(
            [new(front - 0.03f, shaft), new(back, shaft), new(back - 0.02f, 0), new(back + 0.08f, ground - heel), new(0.4f, ground - (heel * 0.8f)),
             new(-0.2f, ground), new(-0.9f, ground), new(-0.88f, toe), new(-0.4f, toe - 0.1f), new(front - 0.06f, toe - 0.35f)], 1), fabric);
        canvas.Fill([new(0.35f, ground - heel), new(back + 0.06f, ground - heel), new(back + 0.02f, ground + 0.08f), new(0.42f, ground + 0.08f)], fabric, 0.7f);
        canvas.Fill(Outline.Band(new(-0.92f, ground), new(0.4f, ground - (heel * 0.4f)), 0.1f, 0.1f), fabric, Uniform(rng, 0.4f, 0.8f));
        if (rng.NextInt(2) == 0)
            canvas.Fill(Outline.Band(new(front, shaft + 0.05f), new(back, shaft + 0.05f), 0.12f, 0.12f), fabric, Uniform(rng, 0.6f, 1.2f));  // a cuff
    }

    private static void Sole(Canvas canvas, Fabric fabric, float heel, float thickness, float ground)
    {
        canvas.Fill(Outline.Rounded(
            [new(-0.95f, ground - 0.04f), new(-0.3f, ground - 0.02f), new(0.9f, ground - heel), new(0.95f, ground - heel + thickness),
             new(0.3f, ground - (heel * 0.45f) + thickness), new(-0.3f, ground + thickness), new(-0.95f, ground + thickness)], 1), fabric);
        if (heel > 0.15f)
            canvas.Fill([new(0.62f, ground - (heel * 0.7f)), new(0.94f, ground - heel), new(0.88f, ground + thickness), new(0.72f, ground + thickness)], fabric, 0.8f);
    }

    /// <summary>How high the foot lies above the ground at x.</summary>
    private static float Top(float x, float heel, float ground) => ground - (heel * Math.Clamp((x + 0.3f) / 1.2f, 0, 1));

    /// <summary>A band from the sole over the foot and back to the sole.</summary>
    private static void Strap(Canvas canvas, Fabric fabric, float from, float to, float heel, float ground, Rng rng)
    {
        var (width, rise, light) = (Uniform(rng, 0.08f, 0.2f), Uniform(rng, 0.35f, 0.55f) + (0.15f * from), Uniform(rng, 0.8f, 1.2f));
        var (front, back) = (new Vector2(from, Top(from, heel, ground)), new Vector2(to, Top(to, heel, ground)));
        ReadOnlySpan<Vector2> arch = [front, front + new Vector2(0.06f, -rise * 0.8f), back - new Vector2(0.1f, rise), back];
        for (var i = 0; i + 1 < arch.Length; i++)
            canvas.Fill(Outline.Band(arch[i], arch[i + 1], width, width), fabric, light);
    }
}
