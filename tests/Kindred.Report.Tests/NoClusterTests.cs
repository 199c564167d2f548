using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>Rows that a method put in no cluster are counted, coloured and named as such wherever clusters are.</summary>
[Collection(ShownPages.Name)]
public sealed class NoClusterTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task They_have_a_card_and_a_row_of_the_legend_with_their_number()
    {
        await using var report = await browser.Open(files.Noisy.Path);
        var none = files.Noisy.First.Groups.Count(group => group < 0);
        Assert.Equal("1,500 images in 4 clusters", await report.Text("h1"));
        var card = report.Page.Locator(".cluster").Last;
        await Assertions.Expect(report.Page.Locator(".cluster")).ToHaveCountAsync(5);
        await Assertions.Expect(card).ToHaveAccessibleNameAsync("No cluster");
        Assert.Equal($"{none}", await card.Locator(".cluster-head strong").InnerTextAsync());
        await card.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(card.Locator(".strip")).ToHaveCountAsync(1);
        var legend = report.Page.Locator(".legend button").Last;
        await Assertions.Expect(legend).ToHaveTextAsync($"No cluster {none}");
        Assert.Equal("rgb(140, 140, 146)", await legend.Locator(".swatch").EvaluateAsync<string>("swatch => getComputedStyle(swatch).backgroundColor"));
    }

    [ChromiumFact]
    public async Task The_page_begins_by_saying_how_many_they_are()
    {
        await using var report = await browser.Open(files.Noisy.Path);
        var none = files.Noisy.First.Groups.Count(group => group < 0);
        await Assertions.Expect(report.Page.Locator(".how-many")).ToContainTextAsync($"{none} images, {none / 15.0:0.0}% of all, are in none.");
        await report.Page.Locator(".how-many a").First.ClickAsync();
        await Assertions.Expect(report.Page.Locator("#cluster--1")).ToBeInViewportAsync();
    }

    [ChromiumFact]
    public async Task They_can_be_shown_alone_and_opened()
    {
        await using var report = await browser.Open(files.Noisy.Path);
        await report.Button("Zoom out").ClickAsync();
        await report.Page.Locator(".legend button").Last.ClickAsync();
        await report.Button("Select what is in view").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".selection h3")).ToHaveTextAsync($"{files.Noisy.First.Groups.Count(group => group < 0)} images selected");
        await report.Page.Locator(".selection .picture-button").First.ClickAsync();
        Assert.Equal(["Cluster", "Distance", "Class"], await report.Inspector.Locator("dt").AllInnerTextsAsync());
        Assert.Equal("No cluster", (await report.Inspector.Locator("dd").First.InnerTextAsync()).Trim());
    }

    [ChromiumFact]
    public async Task They_have_a_column_of_the_confusion_that_shows_them()
    {
        await using var report = await browser.Open(files.Noisy.Path);
        Assert.Single(await report.Page.Locator(".heat-map thead th").AllInnerTextsAsync(), head => head == "none");
        var cell = report.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^trousers in No cluster: [1-9]") });
        await cell.ClickAsync();
        var labels = await report.Section("confusion").Locator(".gallery button").EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.ariaLabel)");
        Assert.NotEmpty(labels);
        Assert.All(labels, label => Assert.Contains(" · No cluster · trousers", label, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task They_download_as_cluster_minus_one()
    {
        await using var report = await browser.Open(files.Noisy.Path);
        await report.Page.Locator(".menu summary").ClickAsync();
        var lines = (await report.Download(report.Button("Assignments, CSV"))).TrimEnd('\n').Split('\n');
        Assert.Equal(files.Noisy.First.Groups.Select(group => $"{group}"), lines.Skip(1).Select(line => line.Split(',')[2]));
        Assert.StartsWith("0,train,-1,No cluster,", lines[1], StringComparison.Ordinal);
    }
}
