using System.Text.Json;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class ClustersTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task Every_cluster_tells_its_size_over_all_images()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var run = files.Labelled.First;
        var sizes = Enumerable.Range(0, run.ClusterCount).Select(cluster => $"{run.Groups.Count(group => group == cluster)}");
        Assert.Equal(sizes, await report.Page.Locator(".cluster-head strong").AllInnerTextsAsync());
    }

    [ChromiumFact]
    public async Task The_most_typical_images_are_the_nearest_of_all()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var run = files.Labelled.First;
        var nearest = Enumerable.Range(0, run.Groups.Length).Where(row => run.Groups[row] == 0).OrderBy(row => run.Distances[row]).Take(12);
        Assert.Equal(nearest.Select(run.Title).Order(), (await Titles(report, "Most typical")).Order());
    }

    [ChromiumFact]
    public async Task The_borderline_images_are_the_least_sure_of_all()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var run = files.Labelled.First;
        var probabilities = files.Labelled.Content.Runs[0].Details!.Probabilities!.Present().SelectMany(part => part.Part).ToArray();
        var unsure = Enumerable.Range(0, run.Groups.Length).Where(row => run.Groups[row] == 0).OrderBy(row => probabilities[row]).Take(6);
        Assert.Subset((await Titles(report, "Borderline")).ToHashSet(), unsure.Select(run.Title).ToHashSet());
    }

    [ChromiumFact]
    public async Task The_mean_image_is_the_mean_of_all_images_of_the_cluster()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var run = files.Labelled.First;
        var images = files.Labelled.Content.Runs[0].Details!.Samples.Images;
        var sums = new double[28 * 28];
        for (var row = 0; row < run.Groups.Length; row++)
        {
            var pixels = row < run.TrainCount ? images.Train!.Pixels.Row(row) : images.Test!.Pixels.Row(row - run.TrainCount);
            for (var j = 0; j < sums.Length && run.Groups[row] == 0; j++)
                sums[j] += pixels[j];
        }

        var size = run.Groups.Count(group => group == 0);
        var shown = await Pixels(report.Page.Locator(".mean canvas").First);
        for (var j = 0; j < sums.Length; j++)
            Assert.InRange(shown[j], (sums[j] / size * 255) - 0.51, (sums[j] / size * 255) + 0.51);
    }

    [ChromiumFact]
    public async Task A_name_given_to_a_cluster_is_used_everywhere_and_survives_a_reload()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await Rename(report, 2, "Boots & co, \"fine\"");
        await report.Reload();
        Assert.Equal("Boots & co, \"fine\"", await report.Page.GetByLabel("Name of cluster 2").InputValueAsync());
        await Assertions.Expect(report.Page.Locator(".legend")).ToContainTextAsync("Boots & co, \"fine\"");
        await Assertions.Expect(report.Page.Locator(".heat-map thead")).ToContainTextAsync("Boots & co, \"fine\"");

        await Rename(report, 2, "  ");
        await report.Reload();
        Assert.Equal("Cluster 2", await report.Page.GetByLabel("Name of cluster 2").InputValueAsync());
    }

    [ChromiumFact]
    public async Task Names_belong_to_the_run_they_were_given_in()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await Rename(report, 1, "Sandals");
        await report.Page.GetByLabel("Run shown").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(report.Page.GetByLabel("Name of cluster 1")).ToHaveValueAsync("Cluster 1");
        await report.Page.GetByLabel("Run shown").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await Assertions.Expect(report.Page.GetByLabel("Name of cluster 1")).ToHaveValueAsync("Sandals");
    }

    [ChromiumFact]
    public async Task Assignments_download_as_csv_with_every_row_its_cluster_and_its_name()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await Rename(report, 0, "Tops, \"warm\"");
        var lines = (await Download(report, "Assignments, CSV")).TrimEnd('\n').Split('\n');
        var run = files.Labelled.First;
        Assert.Equal("item,part,cluster,name,probability,distance,unusual,class", lines[0]);
        Assert.Equal(run.Groups.Length, lines.Length - 1);
        for (var row = 0; row < run.Groups.Length; row++)
        {
            var (part, number) = row < run.TrainCount ? ("train", row) : ("test", row - run.TrainCount);
            var name = run.Groups[row] == 0 ? "\"Tops, \"\"warm\"\"\"" : $"Cluster {run.Groups[row]}";
            Assert.StartsWith($"{number},{part},{run.Groups[row]},{name},", lines[row + 1], StringComparison.Ordinal);
            Assert.EndsWith($",,{run.Record.Dataset.ClassNames[run.Classes[row]]}", lines[row + 1], StringComparison.Ordinal);
        }
    }

    [ChromiumFact]
    public async Task Assignments_download_as_json()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        using var json = JsonDocument.Parse(await Download(report, "Assignments, JSON"));
        var run = files.Labelled.First;
        var assignments = json.RootElement.GetProperty("assignments").EnumerateArray().ToArray();
        Assert.Equal(run.Groups, assignments.Select(entry => entry.GetProperty("cluster").GetInt32()));
        Assert.Equal(run.Distances, assignments.Select(entry => entry.GetProperty("distance").GetSingle()), (a, b) => Math.Abs(a - b) <= 1e-6f * a);
        Assert.Equal(run.Groups.Length, json.RootElement.GetProperty("rowsOfDataset").GetInt32());
        Assert.Equal(
            ["item", "part", "cluster", "name", "probability", "distance", "unusual", "class"], assignments[0].EnumerateObject().Select(column => column.Name));
    }

    [ChromiumFact]
    public async Task Downloaded_items_go_by_their_names_and_what_is_not_known_stays_empty()
    {
        await using var report = await browser.Open(files.Clustered.Path);
        var lines = (await Download(report, "Assignments, CSV")).TrimEnd('\n').Split('\n');
        Assert.Equal("item,part,cluster,name,probability,distance,unusual,class", lines[0]);
        Assert.Matches("^a folder with a long name/<i>7</i>\\.png,train,[0-2],Cluster [0-2],,[0-9.]+,,$", lines[8]);
    }

    [ChromiumFact]
    public async Task Names_download_as_csv_and_json()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await Rename(report, 4, "=Coats");
        var csv = await Download(report, "Names, CSV");
        Assert.Contains($"\n4,'=Coats,{files.Labelled.First.Groups.Count(group => group == 4)}\n", csv, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await Download(report, "Names, JSON"));
        Assert.Equal("=Coats", json.RootElement.GetProperty("clusters")[4].GetProperty("name").GetString());
    }

    [ChromiumFact]
    public async Task Clusters_can_be_ordered_by_size()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("By size").ClickAsync();
        var sizes = (await report.Page.Locator(".cluster-head strong").AllInnerTextsAsync()).Select(OpenReport.Number).ToArray();
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    private static async Task Rename(OpenReport report, int cluster, string name)
    {
        var field = report.Page.GetByLabel($"Name of cluster {cluster}");
        await field.FillAsync(name);
        await field.PressAsync("Enter");
    }

    private static async Task<string> Download(OpenReport report, string file)
    {
        var menu = report.Page.Locator(".menu");
        if (await menu.GetAttributeAsync("open") is null)
            await menu.Locator("summary").ClickAsync();
        return await report.Download(report.Button(file));
    }

    private static async Task<string[]> Titles(OpenReport report, string strip)
    {
        await report.Page.Locator(".cluster").First.ScrollIntoViewIfNeededAsync();
        var pictures = report.Page.Locator(".cluster").First.GetByRole(AriaRole.Group, new() { Name = strip }).GetByRole(AriaRole.Button);
        await Assertions.Expect(pictures).ToHaveCountAsync(12);
        return [.. (await pictures.EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.ariaLabel)")).Select(label => label.Split(" · ")[0])];
    }

    private static Task<int[]> Pixels(ILocator canvas) => canvas.EvaluateAsync<int[]>(
        "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).filter((_, i) => i % 4 === 0)");
}
