using System.Globalization;
using Kindred.Evaluation;
using Kindred.Runs;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class OverviewTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task The_title_says_how_many_images_are_in_how_many_clusters()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        Assert.Equal("1,500 images in 10 clusters", await report.Text("h1"));
    }

    [ChromiumFact]
    public async Task A_table_has_rows_and_columns()
    {
        await using var report = await browser.Open(files.Table.Path);
        Assert.Equal("500 rows in 3 clusters", await report.Text("h1"));
        await Assertions.Expect(report.Page.Locator(".figure").First).ToContainTextAsync("12 columns");
        await Assertions.Expect(report.Page.Locator("main")).Not.ToContainTextAsync("500 images");
        await Assertions.Expect(report.Page.Locator(".cluster-head").First).ToContainTextAsync("rows, ");
        await Assertions.Expect(report.Section("clusters")).Not.ToContainTextAsync("pictures kept");
    }

    [ChromiumFact]
    public async Task Sizes_are_width_times_height_and_no_minute_has_sixty_seconds()
    {
        var content = files.Unlabelled.Content;
        var record = content.Runs[0].Record;
        var wide = record with { Dataset = record.Dataset with { Shape = "600x800x3" }, Stages = [new Stage("group", 119.7)] };
        await using var report = await browser.Open(files.Write("wide", content with { Runs = [content.Runs[0] with { Record = wide }] }).Path);
        await report.Page.Locator(".made > summary").First.ClickAsync();
        await Assertions.Expect(report.Section("evidence")).ToContainTextAsync("800 × 600 pixels");
        await Assertions.Expect(report.Page.Locator(".stages tr").First).ToContainTextAsync("2 min 0 s");
    }

    [ChromiumFact]
    public async Task How_far_clusters_can_be_trusted_is_told_for_all_and_for_each()
    {
        var content = files.Unlabelled.Content;
        var trust = new Trust(900, 0.734, 0.916, null, string.Empty, null, [new ClusterTrust(0, 0.5249, 0.881, null, NeedsLook: false), new ClusterTrust(1, -0.1, 0.3, null, NeedsLook: true)]);
        var runs = new[] { content.Runs[0] with { Record = content.Runs[0].Record with { Trust = trust } } };
        await using var report = await browser.Open(files.Write("trust", content with { Runs = runs }).Path);
        await Assertions.Expect(report.Page.Locator(".figure").Filter(new() { HasText = "Stability" })).ToContainTextAsync("0.92");
        await Assertions.Expect(report.Page.Locator(".figure").Filter(new() { HasText = "Silhouette" })).ToContainTextAsync("0.73");
        var cards = report.Page.Locator(".cluster");
        await Assertions.Expect(cards.Nth(0).Locator(".trust")).ToContainTextAsync("0.88");
        await Assertions.Expect(cards.Nth(0)).Not.ToContainTextAsync("check this one");
        await Assertions.Expect(cards.Nth(1)).ToContainTextAsync("check this one");
        await Assertions.Expect(cards.Nth(2).Locator(".trust")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task The_table_sorts_by_a_column_both_ways()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var head = report.Page.Locator(".run-table:not(.published-table) thead th").Filter(new() { HasText = "NMI" });
        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        var falling = await Column(report, "NMI");
        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        var rising = await Column(report, "NMI");

        var scores = files.Labelled.Content.Runs.Select(run => run.Record.Scores.Test!.NormalizedMutualInformation).Order().ToArray();
        var expected = Array.ConvertAll(scores, score => $"{(score * 100).ToString("0.00", CultureInfo.InvariantCulture)}%");
        Assert.Equal(expected, rising);
        Assert.Equal(expected.Reverse(), falling);
    }

    [ChromiumFact]
    public async Task Median_and_range_over_seeds_stand_below_the_runs()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var scores = files.Labelled.Content.Runs.Select(run => run.Record.Scores.Test!.Accuracy).Order().ToArray();
        var cell = await report.Page.Locator(".run-table tfoot td").Nth(1).InnerTextAsync();
        var expected = scores.Select(score => $"{(score * 100).ToString("0.00", CultureInfo.InvariantCulture)}%").ToArray();
        Assert.Equal($"{expected[1]}\n{expected[0]} – {expected[2]}", cell.Trim());
    }

    [ChromiumFact]
    public async Task A_published_figure_stands_beside_ours_on_the_same_part()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        Assert.Equal(0, await report.Page.Locator(".published").CountAsync());
        await report.Section("evidence").GetByRole(AriaRole.Button, new() { Name = "Training images" }).ClickAsync();
        Assert.StartsWith("published 60.80%", await report.Text(".published .term"), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Published_figures_stand_beside_the_median_whichever_images_they_are_of()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var ours = files.Labelled.Content.Runs.Select(run => run.Record.Scores.Train!.MajorityVoteAccuracy).Order().ToArray();
        var cells = await report.Page.Locator(".published-table tbody tr > *").AllInnerTextsAsync();
        Assert.Equal(
            [
                "mixture-on-codes\nAnother group", "Majority vote\ntraining images", "60.80%",
                $"{Percent(ours[1])}\n{Percent(ours[0])} – {Percent(ours[2])}", (100 * (ours[1] - 0.60795)).ToString("+0.00;−0.00", CultureInfo.InvariantCulture),
            ],
            cells.Select(cell => cell.Trim()));
    }

    [ChromiumFact]
    public async Task A_run_without_details_has_its_scores_and_says_what_is_missing()
    {
        var content = files.Labelled.Content;
        var written = files.Write("scores-only", content with { Runs = [content.Runs[0], .. content.Runs.Skip(1).Select(run => run with { Details = null })] });
        await using var report = await browser.Open(written.Path);
        await Assertions.Expect(report.Section("evidence").Locator(".runs > .note")).ToContainTextAsync("first seed of each recipe");
        await report.Page.Locator(".run-table:not(.published-table) tbody").GetByRole(AriaRole.Button, new() { Name = "mixture-on-codes" }).Nth(1).ClickAsync();
        await Assertions.Expect(report.Page.GetByText("Of this run, the page holds its scores only")).ToBeVisibleAsync();
        await Assertions.Expect(report.Section("clusters")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Choosing_another_run_shows_its_clusters()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Page.Locator(".run-table:not(.published-table) tbody").GetByRole(AriaRole.Button).Nth(2).ClickAsync();
        await Assertions.Expect(report.Page.Locator(".title .lead")).ToContainTextAsync("seed 2");
        var groups = new RunOf(files.Labelled.Content.Runs[2]).Groups;
        await Assertions.Expect(report.Page.Locator(".cluster-head strong").First).ToHaveTextAsync($"{groups.Count(group => group == 0)}");
        await report.Page.GetByLabel("Run shown").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await Assertions.Expect(report.Page.Locator(".title .lead")).ToContainTextAsync("seed 0");
    }

    [ChromiumFact]
    public async Task A_number_explains_itself_on_hover_and_on_focus()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var figure = report.Page.Locator(".figure").Filter(new() { Has = report.Page.GetByText("Accuracy", new() { Exact = true }) });
        var (term, tip) = (figure.Locator(".term"), figure.Locator(".tip"));
        await Assertions.Expect(tip).ToBeHiddenAsync();
        await term.HoverAsync();
        await Assertions.Expect(tip).ToBeVisibleAsync();
        await Assertions.Expect(tip).ToContainTextAsync("paired with one class");
        await report.Page.Mouse.MoveAsync(2, 400);
        await Assertions.Expect(tip).ToBeHiddenAsync();
        await term.FocusAsync();
        await Assertions.Expect(tip).ToBeVisibleAsync();
        await report.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tip).ToBeHiddenAsync();
        Assert.Equal(await tip.GetAttributeAsync("id"), await term.GetAttributeAsync("aria-describedby"));
    }

    [ChromiumFact]
    public async Task How_it_was_made_tells_settings_steps_and_computer()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Page.Locator(".made > summary").First.ClickAsync();
        await Assertions.Expect(report.Page.Locator(".settings")).ToHaveTextAsync(files.Labelled.First.Record.Settings);
        await Assertions.Expect(report.Page.Locator(".stages tr").First).ToContainTextAsync("4.3 s");
        await Assertions.Expect(report.Section("evidence")).ToContainTextAsync(files.Labelled.First.Record.Processor);
    }

    private static string Percent(double share) => $"{(share * 100).ToString("0.00", CultureInfo.InvariantCulture)}%";

    private static async Task<string[]> Column(OpenReport report, string name)
    {
        var heads = await report.Page.Locator(".run-table:not(.published-table) thead th .term").AllInnerTextsAsync();
        var index = heads.ToList().IndexOf(name);
        return [.. await report.Page.Locator($".run-table:not(.published-table) tbody tr > :nth-child({index + 1})").AllInnerTextsAsync()];
    }
}
