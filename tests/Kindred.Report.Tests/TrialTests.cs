using System.Globalization;
using Kindred.Cli.Tests;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Models;
using Microsoft.Playwright;
using SkiaSharp;
using Xunit.Abstractions;

namespace Kindred.Report.Tests;

/// <summary>Pictures that readers try in a page that holds its model, from the file system and with no request outside.</summary>
[Collection(UsedPages.Name)]
public sealed class TrialTests(Chromium browser, ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public async Task A_picture_goes_where_assign_puts_it_and_shows_what_is_most_alike()
    {
        var drawn = Wardrobe.Load(trainCount: 300, testCount: 30);
        var run = Group(Draw("clothes", drawn.Train), "hog-leiden");
        var pictures = Draw("tried", drawn.Test!);
        await using var report = await browser.Open(Path.Combine(run, "report.html"));
        await Compare(report, run, pictures);

        var tried = Path.Combine(_folder.Path, "clothes", "007.png");  // one of those in the page is most like itself
        await Try(report, tried);
        await Assertions.Expect(report.Page.Locator(".trial-alike .picture-button").First).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("^007.png "));
        if (Environment.GetEnvironmentVariable("SHOT") is { } shot)
            await report.Section("trial").ScreenshotAsync(new() { Path = shot });
        if (Axe.Missing is null)
            Assert.Empty(await Axe.Findings(report.Page));
        await report.Page.Locator(".trial-alike .picture-button").First.ClickAsync();
        await Assertions.Expect(report.Inspector).ToContainTextAsync("007.png");
    }

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public async Task Pictures_of_other_sizes_colours_and_ways_up_come_to_the_models_shape_by_the_same_rules()
    {
        var clothes = Draw("clothes", Wardrobe.Load(trainCount: 200, testCount: 1).Train);
        var pictures = Directory.CreateDirectory(Path.Combine(_folder.Path, "odd ones")).FullName;
        PngFile.Write(Path.Combine(pictures, "wide.png"), Pattern(70, 131, 3));
        PngFile.Write(Path.Combine(pictures, "tall.png"), Pattern(133, 40, 3));
        PngFile.Write(Path.Combine(pictures, "small.png"), Pattern(9, 7, 3));
        PngFile.Write(Path.Combine(pictures, "grey.png"), Pattern(56, 56, 1));
        WriteJpeg(Path.Combine(pictures, "large.jpg"), 601, 433);
        WriteJpeg(Path.Combine(pictures, "middle.jpg"), 97, 130);
        foreach (var name in (string[])["alpha.webp", "colour.bmp", "few.gif", "colour.jpg", "c6d8n11x13.png", "c4d8n11x13.png", "c3d4n11x13.png", "c0d16n11x13.png"])
            File.Copy(Path.Combine(Fixtures, "images", name), Path.Combine(pictures, name));
        File.Copy(Path.Combine(Fixtures, "onnx", "turned.png"), Path.Combine(pictures, "turned.png"));
        foreach (var options in (string[][])[[], ["--rgb", "--size", "24x20", "--fit", "pad"], ["--size", "40x20", "--fit", "stretch"]])
        {
            var run = Group(clothes, "kmeans-pixels", options);
            await using var report = await browser.Open(Path.Combine(run, "report.html"));
            await Compare(report, run, pictures, 0.005);  // JPEG at a fraction of its size is one decoder's way, means of blocks are the page's
            Directory.Delete(Path.GetDirectoryName(run)!, recursive: true);
        }
    }

    [ChromiumFact]
    public async Task What_is_no_picture_is_said_to_be_none_and_a_name_is_only_a_name()
    {
        var drawn = Wardrobe.Load(trainCount: 120, testCount: 1);
        var run = Group(Draw("clothes", drawn.Train), "kmeans-pixels");
        var broken = _folder.Write("broken.png", "no picture");
        var hostile = Path.Combine(_folder.Path, "<img src=x onerror=alert(1)>.png");
        PngFile.Write(hostile, new Picture(28, 28, 1, drawn.Test!.Bytes!.Row(0).ToArray()));
        await using var report = await browser.Open(Path.Combine(run, "report.html"));
        var trial = report.Section("trial");
        await trial.Locator("input[type=file]").SetInputFilesAsync(broken);
        await Assertions.Expect(trial.Locator("[role=status]")).ToContainTextAsync("This is no picture that the browser reads");
        await Try(report, hostile);
        await Assertions.Expect(trial.Locator(".trial-answer h3").First).ToHaveTextAsync("<img src=x onerror=alert(1)>.png");
        await trial.Locator("input[type=file]").SetInputFilesAsync(broken);
        await Assertions.Expect(trial.Locator(".trial-answer")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Pages_hold_no_model_unless_asked()
    {
        var run = Group(Draw("clothes", Wardrobe.Load(trainCount: 120, testCount: 1).Train), "kmeans-pixels", "--quiet");
        var page = Path.Combine(run, "report.html");
        Assert.True(new FileInfo(page).Length > 5_000_000);
        Assert.Equal(0, KindredProcess.Run("report", run).ExitCode);
        Assert.True(new FileInfo(page).Length < 1_000_000);
        Assert.DoesNotContain("wasm-unsafe-eval", (await File.ReadAllTextAsync(page))[..4096], StringComparison.Ordinal);
        await using var report = await browser.Open(page);
        await Assertions.Expect(report.Section("trial")).ToHaveCountAsync(0);
    }

    private static string Fixtures { get; } = FixturesAbove(AppContext.BaseDirectory);

    private static string FixturesAbove(string folder) => Directory.Exists(Path.Combine(folder, "tests", "fixtures")) ? Path.Combine(folder, "tests", "fixtures") : FixturesAbove(Path.GetDirectoryName(folder)!);

    /// <summary>The page's answer about every picture in a folder, against the model's own.</summary>
    private async Task Compare(OpenReport report, string run, string pictures, double tolerance = 0.002)
    {
        var model = KindredModel.Load(Path.Combine(run, KindredModel.FileName));
        var items = DatasetCatalog.Open(pictures, model.Input.Options()).Train;
        var own = model.Assign(items);
        var (elsewhere, apart) = (0, 0.0);
        for (var i = 0; i < own.Count; i++)
        {
            await Try(report, Path.Combine(pictures, items.Names![i]));
            var facts = report.Page.Locator(".trial-answer .facts dd");
            var (cluster, distance) = (await facts.First.InnerTextAsync(), double.Parse(await facts.Last.InnerTextAsync(), CultureInfo.InvariantCulture));
            output.WriteLine($"{items.Names[i]}: {cluster.Trim()} at {distance}, own {own[i].Name} at {own[i].Distance}");
            elsewhere += cluster.Trim() == own[i].Name ? 0 : 1;
            apart = Math.Max(apart, Math.Abs(distance - own[i].Distance) / own[i].Distance);
            Assert.Equal(own[i].IsUnusual, await report.Page.Locator(".trial-answer [role=alert]").CountAsync() == 1);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elsewhere} of {own.Count} elsewhere, distances {apart:E1} apart (relative)"));
        Assert.Equal(0, elsewhere);
        Assert.InRange(apart, 0, tolerance);  // four digits are shown
    }

    private static async Task Try(OpenReport report, string picture)
    {
        var trial = report.Section("trial");
        await trial.Locator("input[type=file]").SetInputFilesAsync(picture);
        await Assertions.Expect(trial.Locator(".trial-answer h3").First).ToHaveTextAsync(Path.GetFileName(picture), new() { Timeout = 30_000 });
    }

    private string Group(string pictures, string recipe, params string[] more)
    {
        var (exit, _, error) = KindredProcess.Run(["cluster", pictures, "-k", "6", "--recipe", recipe, "--with-model", "--out", Path.Combine(_folder.Path, "runs"), .. more]);
        Assert.True(exit == 0, error);
        return Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "runs")));
    }

    private string Draw(string name, ImageSet images)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        for (var i = 0; i < images.Count; i++)
            PngFile.Write(Path.Combine(folder, $"{i:000}.png"), new Picture(28, 28, 1, images.Bytes!.Row(i).ToArray()));
        return folder;
    }

    /// <summary>A slope with waves, as photographs have them.</summary>
    private static void WriteJpeg(string path, int height, int width)
    {
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(128 + (100 * Math.Sin(x / 9.0))), (byte)(255 * y / height), (byte)(128 + (120 * Math.Cos((x + y) / 23.0)))));
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        File.WriteAllBytes(path, data.ToArray());
    }

    /// <summary>Stripes and a slope, so that every pixel has neighbours of another value.</summary>
    private static Picture Pattern(int height, int width, int channels) => new(height, width, channels,
        Enumerable.Range(0, height * width * channels).Select(i => (byte)((i * 7) + (i / channels % width * 3) + (i / (channels * width) % 11 * 20))).ToArray());
}
