using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using SkiaSharp;

namespace Kindred.Report.Tests;

/// <summary>A report that <c>kindred serve</c> gives: every change is in the run's folder when the page says so.</summary>
[Collection(UsedPages.Name)]
public sealed class ServedTests(Chromium browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChromiumFact]
    public async Task What_is_decided_is_on_disk_and_comes_back_in_another_browser_and_originals_open()
    {
        var run = Clustered();
        var kept = Path.Combine(run, "decisions.json");
        using var server = Kindred("serve", run, "--urls", "http://127.0.0.1:0");
        try
        {
            var address = (await server.StandardOutput.ReadLineAsync())!.Split(' ')[0];
            await using (var report = await browser.Open(address))
            {
                var saved = report.Page.Locator(".saved");
                var field = report.Page.GetByLabel("Name of cluster 1");
                await field.FillAsync("Blue ones");
                await field.PressAsync("Enter");
                await Assertions.Expect(saved).ToHaveTextAsync("Saved");
                Assert.Equal(["rename"], Kept(kept));
                await report.Page.GetByLabel("Merge Blue ones with").SelectOptionAsync("0");
                await Assertions.Expect(report.Page.Locator(".covers .cover")).ToHaveCountAsync(1);
                await WaitFor(() => Kept(kept).SequenceEqual(["rename", "merge"]));
                await report.Button("Undo").ClickAsync();
                await WaitFor(() => Kept(kept).SequenceEqual(["rename"]));
                await Assertions.Expect(saved).ToHaveTextAsync("Saved");
                var (x, y) = await report.FindPoint();
                await report.Page.Mouse.ClickAsync(x, y);
                var original = await report.Page.Locator("a[href^='items/']").First.GetAttributeAsync("href");
                var answer = await report.Page.APIRequest.GetAsync(new Uri(new Uri(address), original).AbsoluteUri);
                Assert.Equal("image/png", answer.Headers["content-type"]);
            }

            await using var other = await browser.Open(address);
            await Assertions.Expect(other.Page.GetByLabel("Name of cluster 1")).ToHaveValueAsync("Blue ones");
            await Assertions.Expect(other.Page.Locator(".saved")).ToHaveTextAsync("Saved");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A run of sixty small pictures, red and blue.</summary>
    private string Clustered()
    {
        var photos = Directory.CreateDirectory(Path.Combine(_folder, "photos")).FullName;
        for (var i = 0; i < 60; i++)
        {
            using var bitmap = new SKBitmap(32, 32);
            bitmap.Erase(new SKColor((byte)(i % 2 == 0 ? 200 + (i % 7) : 20), (byte)(i % 11), (byte)(i % 2 == 0 ? 20 : 200 + (i % 5))));
            bitmap.SetPixel(i % 32, i / 2, SKColors.White);
            using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(photos, $"{i:00}.png"), png.ToArray());
        }

        using var clustering = Kindred("cluster", photos, "-k", "2", "--recipe", "kmeans-pixels", "--out", Path.Combine(_folder, "runs"), "--quiet");
        var output = clustering.StandardOutput.ReadToEnd();
        clustering.WaitForExit();
        Assert.True(clustering.ExitCode == 0, output);
        return Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "runs")));
    }

    private static Process Kindred(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), .. arguments]) { RedirectStandardOutput = true })!;

    private static string[] Kept(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return [.. json.RootElement.GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("do").GetString()!)];
        }
        catch (IOException)
        {
            return [];  // whoever replaces a file holds it until it is in its place
        }
    }

    private static async Task WaitFor(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 200 && !holds(); attempt++)
            await Task.Delay(50);
        Assert.True(holds());
    }
}
