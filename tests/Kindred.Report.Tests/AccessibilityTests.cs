using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>The page for those who hear it, use keys alone, or need contrast and rest.</summary>
[Collection(ShownPages.Name)]
public sealed class AccessibilityTests(Chromium browser, ReportFiles files)
{
    [AxeTheory]
    [InlineData("labelled", ColorScheme.Light)]
    [InlineData("unlabelled", ColorScheme.Light)]
    [InlineData("hostile", ColorScheme.Dark)]
    [InlineData("clustered", ColorScheme.Dark)]
    [InlineData("table", ColorScheme.Light)]
    [InlineData("noisy", ColorScheme.Light)]
    [InlineData("parted", ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_a_page_whose_every_part_is_open(string name, ColorScheme scheme)
    {
        await using var report = await browser.Open(Named(name), scheme: scheme);
        await OpenEverything(report);
        var findings = await Axe.Findings(report.Page);
        Assert.True(findings.Length == 0, findings);
    }

    [AxeTheory]
    [Trait("Category", "Slow")]
    [InlineData("labelled", ColorScheme.Dark)]
    [InlineData("clustered", ColorScheme.Light)]
    [InlineData("table", ColorScheme.Dark)]
    [InlineData("many", ColorScheme.Light)]
    public Task Nor_on_further_pages_and_in_the_other_light(string name, ColorScheme scheme) => Axe_finds_nothing_on_a_page_whose_every_part_is_open(name, scheme);

    [AxeTheory]
    [InlineData("clustered")]
    [InlineData("table")]
    public async Task Axe_finds_nothing_on_a_telephone(string name)
    {
        await using var report = await browser.Open(Named(name), width: 400, height: 800);
        await OpenEverything(report);
        var findings = await Axe.Findings(report.Page);
        Assert.True(findings.Length == 0, findings);
    }

    [ChromiumFact]
    public async Task The_first_key_leads_past_the_bar_to_the_groups()
    {
        await using var report = await browser.Open(files.Parted.Path, unfold: false);
        await report.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(report.Page.Locator(".skip")).ToBeFocusedAsync();
        await Assertions.Expect(report.Page.Locator(".skip")).ToBeInViewportAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        await report.Page.Keyboard.PressAsync("Tab");
        Assert.True(await report.Page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement)"));
    }

    [ChromiumFact]
    public async Task Every_cluster_is_a_heading_and_no_level_is_left_out()
    {
        await using var report = await browser.Open(files.Parted.Path);
        await report.Page.GetByLabel("Name of cluster 1").FillAsync("Tops");
        await report.Page.GetByLabel("Name of cluster 1").PressAsync("Enter");
        Assert.Equal(["Cluster 0", "Tops", "Cluster 2", "Cluster 3"], await report.Page.Locator("#clusters .cluster h3").AllTextContentsAsync());
        var levels = await report.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))");
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 1, pair.First + 1));
    }

    [ChromiumFact]
    public async Task Nothing_moves_by_itself_where_motion_is_not_wanted()
    {
        await using var report = await browser.Open(files.Parted.Path);
        Assert.Equal("auto", await report.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).scrollBehavior"));
        Assert.Equal(0, await report.Page.EvaluateAsync<double>(
            "Math.max(...[...document.querySelectorAll('*')].flatMap(element => { const style = getComputedStyle(element); return [style.transitionDuration, style.animationDuration].join().split(',').map(parseFloat); }))"));
    }

    private static async Task OpenEverything(OpenReport report)
    {
        foreach (var all in await report.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Show all (images|rows)$") }).AllAsync())
        {
            await all.ClickAsync();
            break;
        }

        await report.Button("Select what is in view").ClickAsync();
        await report.Page.Locator(".made > summary").First.ClickAsync();
        if (await report.Page.Locator(".picture-button").CountAsync() > 0)
            await report.Page.Locator("#clusters .picture-button").First.ClickAsync();
        await report.Page.Locator(".menu > summary").ClickAsync();
        await report.Page.GetByLabel("Name of cluster 1", new() { Exact = true }).FocusAsync();
        await report.Page.WaitForTimeoutAsync(300);  // tips fade
    }

    private string Named(string name) => name switch
    {
        "labelled" => files.Labelled.Path,
        "unlabelled" => files.Unlabelled.Path,
        "hostile" => files.WithHostileNames.Path,
        "clustered" => files.Clustered.Path,
        "table" => files.Table.Path,
        "noisy" => files.Noisy.Path,
        "parted" => files.Parted.Path,
        _ => files.Many.Path,
    };
}
