using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Reporting;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>Pages with room for some pictures, and all of them in a folder beside.</summary>
[Collection(UsedPages.Name)]
public sealed class SheetsTests(Chromium browser, ReportFiles files)
{
    private static readonly ReportSettings Few = new() { MaxPictures = 200 };

    [ChromiumFact]
    public async Task Every_picture_is_in_the_grid_in_its_own_place_and_opens()
    {
        var written = files.Write("beside", new SampleReport { Data = Wardrobe.Load(trainCount: 1200, testCount: 300), ClusterCount = 4, IsDeep = false }.Content(), Few, allPictures: true);
        await using var report = await browser.Open(written.Path);
        var images = report.Section("images");
        await Assertions.Expect(images.Locator(".lead")).ToHaveTextAsync("All 1,500 pictures, of every group.");
        await images.GetByLabel("Order of images").SelectOptionAsync("name");
        await images.Locator(".image-grid").EvaluateAsync("grid => { grid.scrollIntoView({ block: 'center' }); grid.scrollTop = 36 * 84; }");
        await Assertions.Expect(images.Locator("[data-place='500']")).ToBeVisibleAsync();
        foreach (var place in Enumerable.Range(500, 6))
            await LooksAsItsPicture(images.Locator($"[data-place='{place}']"), written);

        await images.Locator("[data-place='505']").DblClickAsync();
        await Assertions.Expect(report.Inspector.Locator(".large img")).ToHaveJSPropertyAsync("complete", true);
        var card = report.Page.Locator("#cluster-1");
        await card.GetByRole(AriaRole.Button, new() { Name = "Show all images" }).ClickAsync();
        await Assertions.Expect(card.Locator(".grid-bar .note")).ToHaveTextAsync($"{written.First.Groups.Count(group => group == 1)} images");
    }

    [ChromiumFact]
    public async Task A_page_without_its_folder_shows_what_it_holds_and_says_which_folder_is_missing()
    {
        var written = files.Write("alone", new SampleReport { Data = Wardrobe.Load(trainCount: 600, testCount: 100), ClusterCount = 4, IsDeep = false }.Content(), Few, allPictures: true);
        var folder = Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(written.Path)!, "alone-pictures-*"));
        Directory.Delete(folder, recursive: true);
        await using var report = await browser.Open(written.Path);
        report.Expected = "ERR_FILE_NOT_FOUND";
        var images = report.Section("images");
        await images.Locator(".image-grid").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(images.Locator(".lead")).ToContainTextAsync($"The folder {Path.GetFileName(folder)} has the others");
        var kept = OpenReport.Number(await report.Text("#images .lead"));
        Assert.InRange(kept, 100, 200);
        await Assertions.Expect(images.Locator(".grid-bar .note")).ToHaveTextAsync($"{kept} images");
        await Assertions.Expect(images.Locator(".grid-cell canvas").First).ToBeVisibleAsync();
    }

    // as bright on the screen as in the data
    private static async Task LooksAsItsPicture(ILocator cell, WrittenReport written)
    {
        await Assertions.Expect(cell.Locator("img")).ToHaveJSPropertyAsync("complete", true);
        var seen = ImageFile.Decode(await cell.Locator(".sheet-picture").ScreenshotAsync(), "screenshot").ToGrey();
        var title = (await cell.GetAttributeAsync("title"))!;
        var (train, _, test) = written.Content.Runs[0].Details!.Samples.Images;
        var expected = (title.StartsWith("train", StringComparison.Ordinal) ? train : test)!.Pixels.Row(OpenReport.Number(title)).ToArray().Average();
        var mean = seen.Samples.ToArray().Average(sample => sample / 255.0);
        Assert.InRange(mean, expected - 0.02, expected + 0.02);
    }
}
