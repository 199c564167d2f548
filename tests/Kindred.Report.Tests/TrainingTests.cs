using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class TrainingTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task The_chart_shows_both_losses_and_marks_the_chosen_epoch()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var chart = report.Page.Locator(".chart");
        await Assertions.Expect(chart).ToContainTextAsync("Chosen epoch 17");
        foreach (var loss in new[] { "is-training", "is-validation" })
            Assert.Equal(22, (await chart.Locator($"path.{loss}").GetAttributeAsync("d"))!.Split('L', 'M').Length - 1);
        Assert.Equal(await chart.Locator("line.chosen").GetAttributeAsync("x1"), await chart.Locator("line.chosen").GetAttributeAsync("x2"));
    }

    [ChromiumFact]
    public async Task Epochs_are_read_off_with_the_pointer_and_the_arrow_keys()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var (chart, reading) = (report.Page.Locator(".chart svg"), report.Page.Locator(".chart .reading"));
        await chart.HoverAsync();
        await Assertions.Expect(reading).ToContainTextAsync("Epoch 1");
        await report.Page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(reading).ToHaveTextAsync(string.Empty);
        await chart.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(reading).ToHaveTextAsync("Epoch 2: 0.07, validation 0.072");
    }

    [ChromiumFact]
    public async Task The_losses_stand_in_a_table_too()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Page.GetByText("Losses as a table").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".history tbody tr")).ToHaveCountAsync(22);
        await Assertions.Expect(report.Page.Locator(".history .is-shown th")).ToHaveTextAsync("17");
    }

    [ChromiumFact]
    public async Task Originals_stand_over_their_reconstructions_pixel_for_pixel()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var (originals, restored) = files.Labelled.Content.Runs[0].Details!.Reconstructions!.Value;
        var pictures = report.Page.Locator(".pairs figure").Nth(5).Locator("canvas");
        await Assertions.Expect(report.Page.Locator(".pairs figure")).ToHaveCountAsync(16);
        Assert.Equal(Bytes(originals.Pixels.Row(5)), await Pixels(pictures.Nth(0)));
        Assert.Equal(Bytes(restored.Pixels.Row(5)), await Pixels(pictures.Nth(1)));
    }

    [ChromiumFact]
    public async Task The_layers_stand_as_they_were_printed()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        Assert.Equal(files.Labelled.Content.Runs[0].Details!.Layers, await report.Page.Locator("#training pre").TextContentAsync());
    }

    private static int[] Bytes(ReadOnlySpan<float> pixels)
    {
        var bytes = new int[pixels.Length];
        for (var j = 0; j < bytes.Length; j++)
            bytes[j] = (int)MathF.Round(pixels[j] * 255);
        return bytes;
    }

    private static Task<int[]> Pixels(ILocator canvas) => canvas.EvaluateAsync<int[]>(
        "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).filter((_, i) => i % 4 === 0)");

    [ChromiumFact]
    public async Task Ten_images_stand_beside_the_views_that_the_network_was_told_are_the_same()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var rows = report.Page.Locator(".view-row");
        await Assertions.Expect(rows).ToHaveCountAsync(10);
        var alike = await rows.EvaluateAllAsync<int[]>("rows => rows.map(row => new Set([...row.querySelectorAll('canvas')].map(picture => picture.toDataURL())).size)");
        Assert.All(alike, different => Assert.Equal(8, different));  // no view is the image itself
    }
}
