using System.Text.Json;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>What a reader changes: merges, splits, moves and names, taken back and made again, kept and downloaded.</summary>
[Collection(UsedPages.Name)]
public sealed class CurationTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task A_split_in_the_tree_recolours_map_and_cards_and_can_be_undone_and_redone()
    {
        await using var report = await browser.Open(files.Parted.Path);
        var clusters = files.Parted.First.Groups;
        Assert.Equal("1,500 images in 4 clusters", await report.Text("h1"));
        await Node(report, "Cluster 2").GetByRole(AriaRole.Button, new() { Name = "Split" }).ClickAsync();

        var smaller = Enumerable.Range(0, clusters.Length).Count(row => clusters[row] == 2 && IsThird(row));
        Assert.Equal("1,500 images in 5 clusters", await report.Text("h1"));
        await Assertions.Expect(Size(report, 4)).ToHaveTextAsync($"{smaller}");
        await Assertions.Expect(Size(report, 2)).ToHaveTextAsync($"{clusters.Count(cluster => cluster == 2) - smaller}");
        await Assertions.Expect(report.Page.Locator(".legend button")).ToHaveCountAsync(5);
        await Assertions.Expect(report.Page.Locator(".covers .cover")).ToHaveCountAsync(5);

        await report.Button("Undo").ClickAsync();
        Assert.Equal("1,500 images in 4 clusters", await report.Text("h1"));
        await report.Button("Redo").ClickAsync();
        Assert.Equal("1,500 images in 5 clusters", await report.Text("h1"));
        await report.Reload();
        Assert.Equal("1,500 images in 5 clusters", await report.Text("h1"));
        await report.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal("1,500 images in 4 clusters", await report.Text("h1"));

        int First(int row) => row < files.Parted.First.TrainCount ? row : row - files.Parted.First.TrainCount;
        bool IsThird(int row) => First(row) % 3 == 0;
    }

    [ChromiumFact]
    public async Task The_number_of_groups_goes_up_and_down_along_the_tree()
    {
        await using var report = await browser.Open(files.Parted.Path);
        await report.Button("One group fewer").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("3 groups");
        await report.Button("One group fewer").ClickAsync();
        await report.Button("One group fewer").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("1 group");
        await Assertions.Expect(report.Button("One group fewer")).ToBeDisabledAsync();
        await report.Button("Back to what the run found").ClickAsync();
        for (var groups = 5; groups <= 8; groups++)
        {
            await report.Button("One group more").ClickAsync();
            await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync($"{groups} groups");
        }

        await Assertions.Expect(report.Button("One group more")).ToBeDisabledAsync();
    }

    [ChromiumFact]
    public async Task Every_node_of_the_tree_shows_pictures()
    {
        await using var report = await browser.Open(files.Parted.Path);
        await Assertions.Expect(report.Page.Locator("#tree .node")).ToHaveCountAsync(7);
        foreach (var row in await report.Page.Locator("#tree .node-row").AllAsync())
            await Assertions.Expect(row.Locator(".picture")).ToHaveCountAsync(6);
    }

    [ChromiumFact]
    public async Task A_merge_keeps_the_first_name_and_adds_the_sizes()
    {
        await using var report = await browser.Open(files.Parted.Path);
        var clusters = files.Parted.First.Groups;
        var field = report.Page.GetByLabel("Name of cluster 1");
        await field.FillAsync("Tops");
        await field.PressAsync("Enter");
        await report.Page.GetByLabel("Merge Tops with").SelectOptionAsync("3");
        await Assertions.Expect(Size(report, 1)).ToHaveTextAsync($"{clusters.Count(cluster => cluster is 1 or 3)}");
        await Assertions.Expect(report.Page.Locator("#cluster-3")).ToHaveCountAsync(0);
        var lines = (await Download(report, "Assignments, CSV")).TrimEnd('\n').Split('\n');
        Assert.Equal(clusters.Select(cluster => cluster == 3 ? "1" : $"{cluster}"), lines.Skip(1).Select(line => line.Split(',')[2]));
        Assert.All(lines.Skip(1).Where(line => line.Split(',')[2] == "1"), line => Assert.Contains(",Tops,", line, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Chosen_pictures_move_to_a_new_group_and_the_decisions_file_says_which()
    {
        await using var report = await browser.Open(files.Parted.Path);
        var size = files.Parted.First.Groups.Count(cluster => cluster == 0);
        var card = report.Page.Locator("#cluster-0");
        await card.GetByRole(AriaRole.Button, new() { Name = "Show all images" }).ClickAsync();
        await card.Locator(".grid-cell").Nth(0).ClickAsync();
        await card.Locator(".grid-cell").Nth(3).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(card.Locator(".grid-bar")).ToContainTextAsync("4 chosen");
        await card.GetByLabel("Move them to").SelectOptionAsync("new");
        await Assertions.Expect(Size(report, 0)).ToHaveTextAsync($"{size - 4}");
        await Assertions.Expect(Size(report, 4)).ToHaveTextAsync("4");

        using var json = JsonDocument.Parse(await Download(report, "Decisions, JSON"));
        Assert.Equal("kindred-decisions", json.RootElement.GetProperty("format").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        var decision = Assert.Single(json.RootElement.GetProperty("decisions").EnumerateArray());
        Assert.Equal(("move", "new", 4), (decision.GetProperty("do").GetString(), decision.GetProperty("to").GetString(), decision.GetProperty("items").GetArrayLength()));
    }

    [ChromiumFact]
    public async Task A_lasso_can_be_put_into_no_group_and_a_decisions_file_brings_it_back_in_another_browser()
    {
        string file;
        await using (var report = await browser.Open(files.Parted.Path))
        {
            await report.Lasso((0.005f, 0.005f), (0.5f, 0.005f), (0.5f, 0.995f), (0.005f, 0.995f));
            var chosen = OpenReport.Number(await report.Text(".selection h3"));
            await report.Page.Locator(".selection").GetByLabel("Move them to").SelectOptionAsync("none");
            await Assertions.Expect(report.Page.Locator("#cluster--1 .cluster-head strong")).ToHaveTextAsync($"{chosen}");
            file = await Download(report, "Decisions, JSON");
        }

        var path = Path.Combine(Path.GetDirectoryName(files.Parted.Path)!, "decisions.json");
        await File.WriteAllTextAsync(path, file);
        await using var other = await browser.Open(files.Parted.Path);
        await other.Page.Locator(".menu summary").ClickAsync();
        await other.Page.GetByLabel("Load decisions").SetInputFilesAsync(path);
        await Assertions.Expect(other.Page.Locator("#cluster--1")).ToHaveCountAsync(1);
        Assert.Equal(file, await Download(other, "Decisions, JSON"));

        await File.WriteAllTextAsync(path, file.Replace("\"id\": \"", "\"id\": \"x", StringComparison.Ordinal));
        await other.Page.Locator(".menu summary").ClickAsync();
        await other.Page.GetByLabel("Load decisions").SetInputFilesAsync(path);
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("These decisions are about another run.");
    }

    private static ILocator Node(OpenReport report, string name) =>
        report.Page.Locator("#tree .node.is-group").Filter(new() { HasText = name });

    private static ILocator Size(OpenReport report, int cluster) => report.Page.Locator($"#cluster-{cluster} .cluster-head strong").First;

    private static async Task<string> Download(OpenReport report, string file)
    {
        var menu = report.Page.Locator(".menu");
        if (await menu.GetAttributeAsync("open") is null)
            await menu.Locator("summary").ClickAsync();
        return await report.Download(report.Button(file));
    }
}
