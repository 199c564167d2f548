using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Features;

/// <summary>What numpy makes of a picture; tests/fixtures/make_feature_fixtures.py.</summary>
internal sealed record FeatureFixture(int Height, int Width, int Channels, int[] Pixels, double[] Orientations, double[] Colours)
{
    public static FeatureFixture[] All { get; } = Fixture.Read<FeatureFixture[]>("features.json");

    public ImageShape Shape => new(Height, Width, Channels);

    public ByteMatrix ToBytes() => new(1, Pixels.Length, Array.ConvertAll(Pixels, value => (byte)value));
}
