using System.Globalization;
using Kindred.Cli.Tests;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>From a folder through fifty changes in the page to folders, a table and a model that agree with what it showed.</summary>
[Collection(UsedPages.Name)]
public sealed class RoundTripTests(Chromium browser)
{
    private const int Pictures = 400;
    private const int Changes = 50;

    private static readonly string[] Names = ["Shoes", "a/b: <c>", "=SUM(1)", "Shoes", "con", "Röcke, \"lang\"", "🙂", ".hidden."];

    [ChromiumFact]
    public async Task Fifty_changes_in_the_page_become_folders_a_table_and_a_model_that_agree_with_it()
    {
        using var folder = new TemporaryFolder();
        var (photos, runs) = (Path.Combine(folder.Path, "photos"), Path.Combine(folder.Path, "runs"));
        WritePictures(photos);
        Command("cluster", photos, "-k", "8", "--out", runs);
        var run = Assert.Single(Directory.GetDirectories(runs));

        Row[] shown;
        var (decisions, rng) = (Path.Combine(folder.Path, "decisions.json"), new Rng(5));
        await using (var report = await browser.Open(Path.Combine(run, "report.html")))
        {
            for (var change = 0; change < Changes; change++)
                await Change(report, change, rng);
            await File.WriteAllTextAsync(decisions, await Download(report, "Decisions, JSON"));
            shown = Rows(await Download(report, "Assignments, CSV"));
            await AgreesWithTheCards(report, shown);
        }

        Assert.Equal(Pictures, shown.Length);
        Assert.Contains(shown, row => row.Cluster == "-1");
        Assert.True(shown.Select(row => row.Cluster).Distinct().Count() > 4);
        var (sorted, model, assigned) = (Path.Combine(folder.Path, "sorted"), Path.Combine(folder.Path, "m.kindred"), Path.Combine(folder.Path, "assigned"));
        Command("apply", run, decisions, "--into", sorted, "--model", model);
        Assert.Equal(shown, Rows(await File.ReadAllTextAsync(Path.Combine(run, "curated-assignments.csv"))));
        Assert.Equal(
            shown.GroupBy(row => row.Cluster).Select(group => string.Join(' ', group.Select(row => row.Item).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal),
            Directory.GetDirectories(sorted).Select(laid => string.Join(' ', Directory.GetFiles(laid).Select(Path.GetFileName).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

        Command("assign", model, photos, "--out", assigned);
        Assert.Equal(
            shown.Select(row => (row.Item, row.Name)),
            Rows(await File.ReadAllTextAsync(Path.Combine(assigned, "assignments.csv"))).Select(row => (row.Item, row.Name)));
    }

    /// <summary>One of all kinds, in turn.</summary>
    private static async Task Change(OpenReport report, int change, Rng rng)
    {
        var cards = report.Page.Locator("#clusters .cluster:not(#cluster--1)");
        var card = cards.Nth((int)(rng.NextDouble() * await cards.CountAsync()));
        switch (change % 10)
        {
            case 0 or 7:
                var field = card.Locator(".name input");
                await field.FillAsync($"{Names[change / 5 % Names.Length]}");
                await field.PressAsync("Enter");
                break;
            case 1:
                await Choose(report, rng);
                await report.Section("images").GetByLabel("Move them to").SelectOptionAsync("new");
                break;
            case 2:
                var split = report.Page.Locator("#tree .is-group").GetByRole(AriaRole.Button, new() { Name = "Split" });
                await split.First.ClickAsync();
                break;
            case 3:
                await Choose(report, rng);
                await report.Section("images").GetByLabel("Tag them").FillAsync($"tag {change}");
                await report.Section("images").GetByLabel("Tag them").PressAsync("Enter");
                await report.Section("images").GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
                break;
            case 4:
                await report.Button("Undo").ClickAsync();
                break;
            case 5 when change % 20 == 5:
                await report.Button("Redo").ClickAsync();
                break;
            case 5:
                var (box, point) = (await report.MapBox(), await report.FindPoint());
                var (x, y) = ((point.X - box.X) / box.Width, (point.Y - box.Y) / box.Height);
                await report.Lasso((x - 0.15f, y - 0.15f), (x + 0.15f, y - 0.15f), (x + 0.15f, y + 0.15f), (x - 0.15f, y + 0.15f));
                await report.Page.Locator(".selection").GetByLabel("Move them to").SelectOptionAsync("new");
                break;
            case 6:
                await Choose(report, rng);
                await report.Page.Keyboard.PressAsync("n");
                break;
            case 8:
                var merge = card.GetByLabel("Merge");
                await merge.SelectOptionAsync(new SelectOptionValue { Index = 1 });
                break;
            default:
                await Choose(report, rng);
                var to = report.Section("images").GetByLabel("Move them to");
                await to.SelectOptionAsync(new SelectOptionValue { Index = 2 });
                break;
        }
    }

    /// <summary>A few pictures of the grid, beginning anywhere in its first rows.</summary>
    private static async Task Choose(OpenReport report, Rng rng)
    {
        var images = report.Section("images");
        var (first, count) = ((int)(rng.NextDouble() * 40), 1 + (int)(rng.NextDouble() * 6));
        if (await images.GetByRole(AriaRole.Button, new() { Name = "Clear" }).CountAsync() > 0)
            await images.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await images.Locator($"[data-place='{first}']").ClickAsync();
        await images.Locator($"[data-place='{first + count}']").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(images.Locator(".grid-bar .note").First).ToHaveTextAsync($"{count + 1} chosen");
    }

    private static async Task AgreesWithTheCards(OpenReport report, Row[] shown)
    {
        var groups = shown.GroupBy(row => row.Cluster).ToDictionary(group => group.Key);
        Assert.Equal(groups.Count, await report.Page.Locator("#clusters .cluster").CountAsync());
        foreach (var (cluster, rows) in groups)
        {
            await Assertions.Expect(report.Page.Locator($"#cluster-{cluster} .cluster-head strong").First).ToHaveTextAsync(rows.Count().ToString(CultureInfo.InvariantCulture));
            Assert.Equal(rows.First().Name, await report.Page.Locator($"#cluster-{cluster}-title").TextContentAsync());
        }
    }

    private static async Task<string> Download(OpenReport report, string file)
    {
        var menu = report.Page.Locator(".menu");
        if (await menu.GetAttributeAsync("open") is null)
            await menu.Locator("summary").ClickAsync();
        return await report.Download(report.Button(file));
    }

    private static void WritePictures(string folder)
    {
        Directory.CreateDirectory(folder);
        var clothes = Wardrobe.Load(trainCount: Pictures, testCount: 1).Train;
        for (var i = 0; i < Pictures; i++)
        {
            byte[] light = [.. clothes.Pixels.Row(i).ToArray().Select(value => (byte)Math.Round(value * 255))];
            PngFile.Write(Path.Combine(folder, $"picture-{i:000}.png"), new Picture(clothes.Shape.Height, clothes.Shape.Width, 1, light));
        }
    }

    private static void Command(params string[] arguments)
    {
        var (exit, output, error) = KindredProcess.Run(arguments);
        Assert.True(exit == 0, $"kindred {string.Join(' ', arguments)} ended with {exit}: {error}{output}");
    }

    private sealed record Row(string Item, string Cluster, string Name);

    // names of these items need no quotes; names of groups may
    private static Row[] Rows(string csv) => [.. csv.TrimEnd('\n').Split('\n').Skip(1).Select(line =>
    {
        var cells = line.Split(',', 4);
        var name = cells[3].StartsWith('"') ? cells[3][1..(cells[3].Replace("\"\"", "__", StringComparison.Ordinal).IndexOf('"', 1))] : cells[3].Split(',')[0];
        return new Row(cells[0], cells[2], name.Replace("\"\"", "\"", StringComparison.Ordinal).TrimStart('\''));
    })];
}
