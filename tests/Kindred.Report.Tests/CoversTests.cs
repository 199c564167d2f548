using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>The first screen, and what many clusters look like.</summary>
[Collection(ShownPages.Name)]
public sealed class CoversTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task The_first_screen_of_a_laptop_shows_a_cover_of_every_cluster_with_name_and_size()
    {
        await using var report = await browser.Open(files.Parted.Path);
        var clusters = files.Parted.First.Groups;
        var covers = report.Page.Locator(".cover");
        await Assertions.Expect(covers).ToHaveCountAsync(4);
        var sizes = Enumerable.Range(0, 4).Select(cluster => clusters.Count(own => own == cluster)).OrderDescending().ToArray();
        for (var i = 0; i < 4; i++)
        {
            await Assertions.Expect(covers.Nth(i)).ToContainTextAsync($"{sizes[i]}");
            await Assertions.Expect(covers.Nth(i).Locator(".picture")).Not.ToHaveCountAsync(0);
            var box = (await covers.Nth(i).BoundingBoxAsync())!;
            Assert.InRange(box.Y + box.Height, 0, 900);
        }
    }

    [ChromiumFact]
    public async Task Six_covers_stand_in_two_rows_of_three()
    {
        await using var report = await browser.Open(files.Six.Path);
        var tops = await report.Page.Locator(".cover").EvaluateAllAsync<double[]>("covers => covers.map(cover => Math.round(cover.getBoundingClientRect().top))");
        Assert.Equal([3, 3], tops.GroupBy(top => top).Select(row => row.Count()));
    }

    [ChromiumFact]
    public async Task What_is_measured_is_folded_until_it_is_asked_for()
    {
        await using var report = await browser.Open(files.Labelled.Path, unfold: false);
        await Assertions.Expect(report.Page.Locator(".run-table")).ToHaveCountAsync(0);
        await Assertions.Expect(report.Page.Locator(".heat-map")).ToHaveCountAsync(0);
        await report.Page.Locator("nav a").Filter(new() { HasText = "Runs" }).ClickAsync();
        await Assertions.Expect(report.Page.Locator("#evidence .run-table").First).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Sixty_clusters_have_sixty_colours_that_can_be_told_apart()
    {
        await using var report = await browser.Open(files.Many.Path);
        var nearest = await report.Page.EvaluateAsync<double>(Nearest);
        Assert.True(nearest > 0.055, $"Two colours are only {nearest:0.000} apart in OKLab.");
    }

    [ChromiumFact]
    public async Task Names_on_the_map_do_not_lie_over_one_another()
    {
        await using var report = await browser.Open(files.Many.Path);
        for (var zoom = 0; zoom < 3; zoom++)
        {
            var text = await report.Map.EvaluateAsync<string>("map => map.dataset.labels");
            var boxes = text.Split(';').Select(box => box.Split(',').Select(int.Parse).ToArray()).ToArray();
            Assert.InRange(boxes.Length, 5, 60);
            foreach (var (a, b) in boxes.SelectMany((a, i) => boxes.Skip(i + 1).Select(b => (a, b))))
                Assert.False(a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 1 && b[1] < a[3] - 1, $"{string.Join(',', a)} lies over {string.Join(',', b)}.");
            await report.Button("Zoom in").ClickAsync();
            await report.Page.WaitForTimeoutAsync(100);
        }
    }

    [ChromiumFact]
    public async Task A_table_shows_the_columns_in_which_each_cluster_differs_and_its_rows()
    {
        await using var report = await browser.Open(files.Table.Path);
        await Assertions.Expect(report.Page.Locator(".cover .profile-row")).ToHaveCountAsync(12);
        var card = report.Page.Locator("#cluster-0");
        await card.GetByRole(AriaRole.Button, new() { Name = "Show all rows" }).ClickAsync();
        var size = files.Table.First.Groups.Count(cluster => cluster == 0);
        await Assertions.Expect(card.Locator(".row-table tbody tr")).ToHaveCountAsync(Math.Min(200, size));
        var first = files.Table.First.Groups.ToList().IndexOf(0);
        var value = files.Table.Content.Runs[0].Details!.Samples.Images.Train!.Pixels[first, 0];
        var shown = await card.Locator(".row-table tbody tr").First.Locator("td").First.InnerTextAsync();
        Assert.Equal(value, float.Parse(shown.Replace("−", "-", StringComparison.Ordinal), null), 1e-3f * Math.Abs(value));
    }

    /// <summary>The smallest distance of two colours of the legend in OKLab.</summary>
    private const string Nearest = """
        () => {
          const lab = text => {
            const [r, g, b] = text.match(/\d+/g).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b), m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b), s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
            return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
          };
          const all = [...document.querySelectorAll(".legend .swatch")].map(swatch => lab(getComputedStyle(swatch).backgroundColor));
          let nearest = Infinity;
          all.forEach((a, i) => all.slice(i + 1).forEach(b => (nearest = Math.min(nearest, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])))));
          return nearest;
        }
        """;
}
