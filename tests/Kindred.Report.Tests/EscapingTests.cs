using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>Text from data is shown as it is and never run. A dialog, an error or a request fails the test on closing the page.</summary>
[Collection(ShownPages.Name)]
public sealed class EscapingTests(Chromium browser, ReportFiles files)
{
    private const string Hostile = "<script>alert(1)</script>";

    [ChromiumFact]
    public async Task Names_of_classes_and_data_sets_show_as_they_are()
    {
        await using var report = await browser.Open(files.WithHostileNames.Path);
        await Assertions.Expect(report.Page.Locator(".heat-map tbody th").First).ToHaveTextAsync(Hostile);
        await Assertions.Expect(report.Page.Locator(".heat-map tbody th").Nth(1)).ToHaveTextAsync("</script><b>bold</b>");
        await Assertions.Expect(report.Page.Locator(".title .lead")).ToContainTextAsync($"{Hostile} & \"x\"");
        await Assertions.Expect(report.Page.Locator(".eyebrow")).ToHaveTextAsync($"</title>{Hostile}");
        Assert.Equal($"</title>{Hostile}", await report.Page.TitleAsync());
        await Assertions.Expect(report.Page.Locator("#training pre")).ToHaveTextAsync($"</pre>{Hostile}");
        await report.Page.Locator(".made > summary").First.ClickAsync();
        await Assertions.Expect(report.Page.Locator(".settings")).ToHaveTextAsync($"<!-- {Hostile}");
    }

    [ChromiumFact]
    public async Task Names_of_files_show_as_they_are()
    {
        await using var report = await browser.Open(files.WithHostileNames.Path);
        var (x, y) = await report.FindPoint();
        await Assertions.Expect(report.Page.Locator(".hover-card")).ToContainTextAsync("<img src=x onerror=alert(");
        await report.Page.Mouse.ClickAsync(x, y);
        Assert.Matches(@"^<img src=x onerror=alert\([0-9]+\)>\.png$", await report.Inspector.Locator("h2").InnerTextAsync());
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
    }

    [ChromiumFact]
    public async Task A_name_typed_for_a_cluster_shows_as_it_is()
    {
        await using var report = await browser.Open(files.WithHostileNames.Path);
        var field = report.Page.GetByLabel("Name of cluster 0");
        await field.FillAsync("<img src=x onerror=alert(3)>");
        await field.PressAsync("Enter");
        await report.Reload();
        await Assertions.Expect(report.Page.Locator(".legend button").First).ToContainTextAsync("<img src=x onerror=alert(3)>");
        await report.FindPoint();
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
    }
}
