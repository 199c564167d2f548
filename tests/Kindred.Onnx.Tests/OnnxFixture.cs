using System.Text.Json;

namespace Kindred.Onnx.Tests;

/// <summary>Small networks and what PyTorch and Pillow make of pictures; tests/fixtures/make_onnx_fixtures.py makes all of it.</summary>
internal static class OnnxFixture
{
    public static string Folder { get; } = Path.Combine(Fixtures(), "onnx");

    public static Case[] Cases { get; } = JsonSerializer.Deserialize<All>(File.ReadAllText(Path.Combine(Fixtures(), "onnx.json")), JsonSerializerOptions.Web)!.Cases;

    public static string PathOf(string file) => Path.Combine(Folder, file);

    private static string Fixtures()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException("The tests run outside the repository, so the fixtures are not to be found.");
        return Path.Combine(folder.FullName, "tests", "fixtures");
    }

    internal sealed record All(Case[] Cases);

    /// <param name="Picture">A file.</param>
    /// <param name="Interpolation">As it was resized.</param>
    /// <param name="ResizeTo">The shorter side.</param>
    /// <param name="Stretch">Or both sides.</param>
    /// <param name="Mean">Taken away.</param>
    /// <param name="Deviation">Divided by.</param>
    /// <param name="Levels">Every 37th level of the prepared planes.</param>
    /// <param name="Vector">What the network makes of it.</param>
    internal sealed record Case(string Picture, string Interpolation, int ResizeTo, bool Stretch, double[] Mean, double[] Deviation, int[] Levels, float[] Vector);
}
