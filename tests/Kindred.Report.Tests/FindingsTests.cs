using Kindred.Runs;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class FindingsTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task What_was_not_looked_for_has_no_section()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        foreach (var id in new[] { "estimate", "outliers", "duplicates" })
            await Assertions.Expect(report.Section(id)).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task The_curve_has_a_mark_for_every_count_and_tells_them_to_the_keyboard()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        var curve = files.Clustered.First.Record.ClusterCountEstimate!;
        Assert.Contains("Outliers", await report.Page.Locator("nav a").AllInnerTextsAsync());
        await Assertions.Expect(report.Page.Locator("#estimate .lead")).ToHaveTextAsync(curve.Sentence);
        await Assertions.Expect(report.Page.Locator("#estimate circle.mark:not(.is-stability)")).ToHaveCountAsync(curve.Points.Count);
        await Assertions.Expect(report.Page.Locator("#estimate circle.is-stability")).ToHaveCountAsync(curve.Points.Count(point => point.Stability is not null));
        await Assertions.Expect(report.Page.Locator("#estimate circle.is-chosen")).ToHaveCountAsync(2);
        await report.Page.Locator("#estimate svg").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(report.Page.Locator("#estimate .reading")).ToHaveTextAsync("2: BIC 900, stability 0.91");
    }

    [ChromiumFact]
    public async Task The_lowest_mark_is_the_chosen_one()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        var heights = await report.Page.Locator("#estimate circle.mark:not(.is-stability)").EvaluateAllAsync<double[]>("marks => marks.map(mark => Number(mark.getAttribute('cy')))");
        var chosen = await report.Page.Locator("#estimate circle.is-chosen:not(.is-stability)").EvaluateAsync<double>("mark => Number(mark.getAttribute('cy'))");
        Assert.Equal(heights.Max(), chosen);
    }

    [ChromiumFact]
    public async Task The_numbers_stand_in_a_table_too()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        await report.Page.GetByText("The numbers as a table").ClickAsync();
        await Assertions.Expect(report.Page.Locator("#estimate .history tbody tr")).ToHaveCountAsync(6);
        await Assertions.Expect(report.Page.Locator("#estimate .history .is-shown th")).ToHaveTextAsync("3");
    }

    [ChromiumFact]
    public async Task Outliers_are_shown_in_their_order_with_their_names()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        var names = files.Clustered.Content.Runs[0].Details!.Samples.Names!.Train!;
        var expected = files.Clustered.Content.Runs[0].Details!.Findings!.Outliers.Select(row => names[row.Place]).ToArray();
        var shown = report.Page.Locator("#outliers .picture-button");
        await Assertions.Expect(shown).ToHaveCountAsync(expected.Length);
        var titles = await shown.EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.title)");
        Assert.Equal(expected, titles.Select(title => title.Split(" · ")[0]));
        await shown.First.ClickAsync();
        await Assertions.Expect(report.Inspector.Locator("h2")).ToHaveTextAsync(expected[0]);
    }

    [ChromiumFact]
    public async Task Near_duplicates_stand_side_by_side_and_more_come_when_asked()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        await Assertions.Expect(report.Page.Locator("#duplicates .pair")).ToHaveCountAsync(24);
        await report.Button("Show 6 more groups of images").ClickAsync();
        await Assertions.Expect(report.Page.Locator("#duplicates .pair")).ToHaveCountAsync(30);
        var first = report.Page.Locator("#duplicates .pair").First;
        await Assertions.Expect(first.Locator(".picture-button")).ToHaveCountAsync(2);
        await Assertions.Expect(first).ToContainTextAsync("the same");
        await Assertions.Expect(report.Page.Locator("#duplicates .pair").Nth(5)).ToContainTextAsync("differ by 0.50%");
    }

    [ChromiumFact]
    public async Task Skipped_files_are_named_with_the_reason()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        await report.Page.GetByText("1 damaged file skipped").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".skipped li")).ToHaveTextAsync("<b>odd</b>.png: it is cut short.");
    }

    [ChromiumFact]
    public async Task A_table_lists_its_outliers_by_name_and_draws_no_pictures()
    {
        await using var report = await browser.Open(files.Table.Path);
        var names = files.Table.Content.Runs[0].Details!.Samples.Names!.Train!;
        var outliers = files.Table.Content.Runs[0].Details!.Findings!.Outliers;
        Assert.Equal(outliers.Select(row => names[row.Place]), await report.Page.Locator("#outliers tbody th").AllInnerTextsAsync());
        var ends = await report.Page.EvaluateAsync<string[]>("['thead th', 'tbody td'].map(cells => getComputedStyle([...document.querySelectorAll('.outlier-list ' + cells)].at(-1)).textAlign)");
        Assert.Equal(ends[1], ends[0]);  // heads stand over their columns
        await Assertions.Expect(report.Page.Locator("#duplicates")).ToContainTextAsync("None were found.");
        await Assertions.Expect(report.Page.Locator("canvas.picture")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Nothing_is_wider_than_a_small_screen_or_lost_in_the_dark_or_on_paper()
    {
        foreach (var file in new[] { files.Clustered.Path, files.Table.Path })
        {
            await using var report = await browser.Open(file, width: 400, height: 800, scheme: ColorScheme.Dark);
            Assert.Equal(400, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            var unnamed = await report.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('button, a, summary, [tabindex=\"0\"], [role=img]')].filter(element => !(element.ariaLabel || element.textContent.trim())).length");
            Assert.Equal(0, unnamed);
            Assert.Empty(await report.Page.EvaluateAsync<string[]>(Overlapping));
            await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
            foreach (var id in new[] { "estimate", "outliers", "duplicates" })
                await Assertions.Expect(report.Section(id)).ToBeVisibleAsync();
        }
    }

    [Fact]
    public void Details_that_name_rows_that_are_not_there_are_refused()
    {
        var content = files.Clustered.Content;
        var run = content.Runs[0];
        var wrong = run with { Details = run.Details! with { Findings = new Findings([new RowPlace("train", 1_000_000)], []) } };
        Assert.Throws<ArgumentException>(() => files.Write("wrong", content with { Runs = [wrong] }));
    }

    /// <summary>Words of the chart that lie over other words of it.</summary>
    private const string Overlapping = """
        [...document.querySelectorAll("#estimate svg text")].flatMap((one, i, all) => all.slice(i + 1)
          .filter(other => {
            const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
            return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          }).map(other => `${one.textContent} over ${other.textContent}`))
        """;
}
