using System.Numerics;
using Kindred.Numerics;
using static Kindred.Datasets.Drawing.Fabric;

namespace Kindred.Datasets.Drawing;

/// <summary>What is worn from the shoulders: t-shirt, jumper, dress, coat, shirt.</summary>
internal static class Tops
{
    public static void TShirt(Canvas canvas, Fabric fabric, Rng rng)
    {
        var body = Body.Random(rng) with { Hem = Uniform(rng, 0.7f, 0.95f) };
        ShortSleeves(canvas, fabric, body, rng);
        canvas.Fill(body.Outline(), fabric);
        Neckline(canvas, body, rng);
        if (rng.NextInt(3) == 0)
            Print(canvas, fabric, rng);
    }

    public static void Jumper(Canvas canvas, Fabric fabric, Rng rng)
    {
        var body = Body.Random(rng) with { Hem = Uniform(rng, 0.65f, 0.95f) };
        LongSleeves(canvas, fabric, body, rng);
        canvas.Fill(body.Outline(), fabric);
        Neckline(canvas, body, rng);
        var rib = Uniform(rng, 0.06f, 0.12f);  // the band that holds the hem
        canvas.Fill(Outline.Band(new(-body.HemWidth, body.Hem - rib), new(body.HemWidth, body.Hem - rib), rib, rib), fabric, Uniform(rng, 0.7f, 0.95f));
    }

    public static void Dress(Canvas canvas, Fabric fabric, Rng rng)
    {
        var shoulder = Uniform(rng, 0.24f, 0.4f);
        var waist = Uniform(rng, 0.2f, 0.34f);
        var hem = waist + Uniform(rng, 0.02f, 0.4f);
        var length = Uniform(rng, 0.8f, 0.98f);
        var body = new Body(shoulder, shoulder * Uniform(rng, 0.9f, 1.1f), hem, length, Uniform(rng, 0.12f, 0.22f));
        if (rng.NextInt(5) == 0)
            LongSleeves(canvas, fabric, body, rng);
        else if (rng.NextInt(2) == 0)
            ShortSleeves(canvas, fabric, body, rng);
        canvas.Fill(Outline.Rounded(Outline.Mirrored(
            new(0, -0.86f), new(body.Neck, -0.95f), new(shoulder, -0.86f), new(shoulder * 0.92f, -0.5f),
            new(waist, Uniform(rng, -0.3f, 0)), new(hem, length), new(0, length + 0.02f))), fabric);
        Neckline(canvas, body, rng);
        if (rng.NextInt(3) == 0)
            canvas.Fill(Outline.Band(new(-waist, -0.12f), new(waist, -0.12f), 0.1f, 0.1f), fabric, Uniform(rng, 0.5f, 0.85f));  // a belt
    }

    public static void Coat(Canvas canvas, Fabric fabric, Rng rng)
    {
        var random = Body.Random(rng);
        var body = random with { Hem = Uniform(rng, 0.85f, 0.98f), HemWidth = random.HemWidth * Uniform(rng, 1, 1.15f) };
        LongSleeves(canvas, fabric, body, rng);
        canvas.Fill(body.Outline(), fabric);
        var depth = Uniform(rng, -0.5f, -0.1f);
        var lapel = Uniform(rng, 0.6f, 0.9f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            canvas.Fill([new(side * 0.02f, depth), new(side * body.Neck, -0.96f), new(side * (body.Neck + 0.14f), -0.7f)], fabric, lapel);
        var dark = new Fabric { Light = 0.08f };
        canvas.Fill([new(-body.Neck, -0.95f), new(body.Neck, -0.95f), new(0, depth)], dark);
        canvas.Fill(Outline.Band(new(0, depth), new(Uniform(rng, -0.04f, 0.04f), body.Hem), 0.05f, Uniform(rng, 0.05f, 0.2f)), dark);
    }

    public static void Shirt(Canvas canvas, Fabric fabric, Rng rng)
    {
        var body = Body.Random(rng) with { Hem = Uniform(rng, 0.7f, 0.97f) };
        if (rng.NextInt(3) == 0)
            ShortSleeves(canvas, fabric, body, rng);
        else
            LongSleeves(canvas, fabric, body, rng);
        canvas.Fill(body.Outline(), fabric);
        canvas.Fill([new(-body.Neck * 0.8f, -0.95f), new(body.Neck * 0.8f, -0.95f), new(0, -0.68f)], new Fabric { Light = 0.1f });
        var collar = Math.Min(1.6f, Uniform(rng, 1.15f, 1.5f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            canvas.Fill([new(0, -0.7f), new(side * body.Neck, -1), new(side * (body.Neck + 0.1f), -0.72f), new(side * 0.12f, -0.58f)], fabric, collar);
        canvas.Fill(Outline.Band(new(0, -0.66f), new(0, body.Hem), 0.09f, 0.09f), fabric, Uniform(rng, 0.6f, 0.85f));
        for (var button = 0; button < 4; button++)
            canvas.Fill(Outline.Band(new(-0.05f, -0.45f + (0.35f * button)), new(0.05f, -0.45f + (0.35f * button)), 0.09f, 0.09f), fabric, collar);
    }

    private static void ShortSleeves(Canvas canvas, Fabric fabric, Body body, Rng rng)
    {
        var (reach, drop) = (Uniform(rng, 0.2f, 0.42f), Uniform(rng, -0.45f, -0.15f));
        var width = Uniform(rng, 0.3f, 0.42f);
        Sleeves(canvas, fabric, body, new Vector2(reach, drop), width, width * Uniform(rng, 0.8f, 1), rng);
    }

    private static void LongSleeves(Canvas canvas, Fabric fabric, Body body, Rng rng)
    {
        var (reach, drop) = (Uniform(rng, 0.08f, 0.4f), Uniform(rng, 0.4f, 0.85f));
        Sleeves(canvas, fabric, body, new Vector2(reach, drop), Uniform(rng, 0.26f, 0.36f), Uniform(rng, 0.16f, 0.24f), rng);
    }

    private static void Sleeves(Canvas canvas, Fabric fabric, Body body, Vector2 end, float width, float cuff, Rng rng)
    {
        var seam = Uniform(rng, 0.82f, 1);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var shoulder = new Vector2(side * (body.Shoulder - (width * 0.35f)), -0.72f);
            var hand = new Vector2(side * (body.Shoulder + end.X + Uniform(rng, -0.05f, 0.05f)), end.Y + Uniform(rng, -0.06f, 0.06f));
            canvas.Fill(Outline.Rounded(Outline.Band(shoulder, hand, width, cuff), 1), fabric, seam);
        }
    }

    private static void Neckline(Canvas canvas, Body body, Rng rng)
    {
        var depth = Uniform(rng, -0.85f, -0.6f);
        var pointed = rng.NextInt(3) == 0;
        Vector2[] opening = [new(-body.Neck, -1), new(body.Neck, -1), new(pointed ? 0.02f : body.Neck * 0.7f, depth), new(pointed ? -0.02f : -body.Neck * 0.7f, depth)];
        canvas.Erase(opening);
    }

    private static void Print(Canvas canvas, Fabric fabric, Rng rng)
    {
        var (width, top, height) = (Uniform(rng, 0.12f, 0.3f), Uniform(rng, -0.5f, -0.2f), Uniform(rng, 0.2f, 0.5f));
        canvas.Fill(Outline.Rounded([new(-width, top), new(width, top), new(width, top + height), new(-width, top + height)]),
            new Fabric { Light = fabric.Light > 0.6f ? Uniform(rng, 0.1f, 0.5f) : Uniform(rng, 0.7f, 1) });
    }

    /// <summary>The trunk: half widths at shoulder, chest and hem, where the hem is, and half the opening for the neck.</summary>
    private sealed record Body(float Shoulder, float Chest, float HemWidth, float Hem, float Neck)
    {
        public static Body Random(Rng rng)
        {
            var shoulder = Uniform(rng, 0.44f, 0.6f);
            var chest = shoulder * Uniform(rng, 0.85f, 1);
            return new Body(shoulder, chest, chest * Uniform(rng, 0.9f, 1.12f), 0.9f, Uniform(rng, 0.16f, 0.26f));
        }

        public Vector2[] Outline() => Drawing.Outline.Rounded(Drawing.Outline.Mirrored(
            new(0, -0.9f), new(Neck, -0.96f), new(Shoulder, -0.84f), new(Shoulder, -0.6f), new(Chest, -0.3f), new(HemWidth, Hem), new(HemWidth, Hem), new(0, Hem)), 1);
    }
}
