using System.Globalization;
using Kindred.Evaluation;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class ConfusionTests(Chromium browser, ReportFiles files)
{
    private Contingency TestTable
    {
        get
        {
            var counts = files.Labelled.First.Record.Confusion.Test!;
            return new Contingency(counts.Length, counts[0].Length, [.. counts.SelectMany(row => row)]);
        }
    }

    [ChromiumFact]
    public async Task Counts_stand_in_the_best_order_of_clusters()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Counts").ClickAsync();
        var ordered = TestTable.InBestOrder();
        var expected = ordered.Counts.ToArray().Select(count => count == 0 ? "·" : count.ToString("N0", CultureInfo.InvariantCulture));
        Assert.Equal(expected, await report.Page.Locator(".cell").AllInnerTextsAsync());
        var heads = await report.Page.Locator(".heat-map thead th").AllInnerTextsAsync();
        Assert.Equal(TestTable.BestClusterOrder.ToArray(), heads.Skip(1).SkipLast(1).Select(head => int.Parse(head, CultureInfo.InvariantCulture)));
    }

    [ChromiumFact]
    public async Task Shares_of_a_class_sum_to_one()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Row %").ClickAsync();
        foreach (var row in await report.Page.Locator(".heat-map tbody tr").AllAsync())
        {
            var shares = (await row.Locator(".cell").AllInnerTextsAsync()).Where(text => text != "·").Select(text => double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture));
            Assert.InRange(shares.Sum(), 99.4, 100.6);
        }
    }

    [ChromiumFact]
    public async Task Clicking_a_cell_shows_its_images_and_no_others()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Counts").ClickAsync();
        var table = TestTable;
        var cluster = table.ClusterOfClass[1];
        await report.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^trousers in Cluster {cluster}:") }).ClickAsync();
        var pictures = report.Section("confusion").Locator(".gallery button");
        var labels = await pictures.EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.ariaLabel)");
        Assert.Equal(table[1, cluster], labels.Length);
        Assert.All(labels, label =>
        {
            Assert.StartsWith("test ", label, StringComparison.Ordinal);
            Assert.Contains($" · Cluster {cluster} · ", label, StringComparison.Ordinal);
            Assert.EndsWith(" · trousers", label, StringComparison.Ordinal);
        });
        await pictures.First.ClickAsync();
        await Assertions.Expect(report.Inspector).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task The_page_names_the_two_classes_confused_most_and_shows_such_images()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var (table, names) = (TestTable, files.Labelled.First.Record.Dataset.ClassNames);
        var pairs =
            from a in Enumerable.Range(0, names.Count)
            from b in Enumerable.Range(a + 1, names.Count - a - 1)
            select (Mixed: Enumerable.Range(0, table.ClusterCount).Sum(cluster => Math.Min(table[a, cluster], table[b, cluster])), Title: $"{names[a]} and {names[b]}");
        var most = pairs.MaxBy(pair => pair.Mixed);

        var first = report.Page.Locator(".confused li").First;
        await Assertions.Expect(first).ToContainTextAsync($"{most.Title} {most.Mixed} images");
        await first.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(report.Section("confusion").Locator(".selection h3")).ToHaveTextAsync($"{most.Title}: {most.Mixed} images");
        await Assertions.Expect(report.Section("confusion").Locator(".gallery button")).ToHaveCountAsync((int)Math.Min(72, most.Mixed));
    }

    [ChromiumFact]
    public async Task Training_images_have_a_table_of_their_own()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Section("confusion").GetByRole(AriaRole.Button, new() { Name = "Training images" }).ClickAsync();
        Assert.Equal(Enumerable.Repeat("120", 10), await report.Page.Locator(".heat-map tbody .sum").AllInnerTextsAsync());
    }
}
