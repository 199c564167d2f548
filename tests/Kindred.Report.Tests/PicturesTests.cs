using System.Text.Json;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>All pictures in one grid: filtered, chosen by keys, tagged, dragged, found by likeness.</summary>
[Collection(UsedPages.Name)]
public sealed class PicturesTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task Tags_are_given_filtered_taken_off_and_kept_in_the_decisions()
    {
        await using var report = await browser.Open(files.Six.Path);
        var images = report.Section("images");
        await Assertions.Expect(images.GetByLabel("Tag", new() { Exact = true })).ToHaveCountAsync(0);
        await images.Locator(".grid-cell").Nth(1).ClickAsync();
        await images.Locator(".grid-cell").Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await images.GetByLabel("Tag them").FillAsync("<i>odd</i>");
        await images.GetByLabel("Tag them").PressAsync("Enter");
        await Assertions.Expect(images.Locator(".tag-mark")).ToHaveCountAsync(4);

        await images.GetByLabel("Tag", new() { Exact = true }).SelectOptionAsync("<i>odd</i>");
        await Assertions.Expect(images.Locator(".grid-cell")).ToHaveCountAsync(4);
        await images.Locator(".grid-cell").First.DblClickAsync();
        await report.Inspector.GetByRole(AriaRole.Button, new() { Name = "Take the tag <i>odd</i> off" }).ClickAsync();
        await Assertions.Expect(images.Locator(".grid-cell")).ToHaveCountAsync(3);
        await report.Button("Undo").ClickAsync();
        await Assertions.Expect(images.Locator(".grid-cell")).ToHaveCountAsync(4);
        await report.Button("Redo").ClickAsync();
        await Assertions.Expect(images.Locator(".grid-cell")).ToHaveCountAsync(3);
        await report.Reload();
        await Assertions.Expect(images.Locator(".tag-mark")).ToHaveCountAsync(3);

        var made = (await Decisions(report)).EnumerateArray().Select(decision => (decision.GetProperty("do").GetString(), decision.GetProperty("tag").GetString(), decision.GetProperty("items").GetArrayLength()));
        Assert.Equal([("tag", "<i>odd</i>", 4), ("untag", "<i>odd</i>", 1)], made);
    }

    [ChromiumFact]
    public async Task Words_class_group_and_kind_each_narrow_what_is_shown()
    {
        await using var report = await browser.Open(files.Six.Path);
        var run = files.Six.First;
        var images = report.Section("images");
        var count = images.Locator(".grid-bar .note").First;
        await Assertions.Expect(count).ToHaveTextAsync("1,500 images");
        await images.GetByLabel("Class", new() { Exact = true }).SelectOptionAsync("2");
        await Assertions.Expect(count).ToHaveTextAsync($"{run.Classes.Count(known => known == 2)} images");
        await images.GetByLabel("Group", new() { Exact = true }).SelectOptionAsync("1");
        var both = run.Classes.Zip(run.Groups).Count(row => row is (2, 1));
        await Assertions.Expect(count).ToHaveTextAsync(both == 1 ? "1 image" : $"{both} images");
        await images.GetByLabel("Class", new() { Exact = true }).SelectOptionAsync("");
        await images.GetByLabel("Group", new() { Exact = true }).SelectOptionAsync("");
        await images.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("unusual");
        await Assertions.Expect(count).ToHaveTextAsync("4 images");
        await images.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("duplicate");
        await Assertions.Expect(count).ToHaveTextAsync("30 images");  // 20 copies and 5 pairs
        await images.GetByLabel("Filter the images of all groups").FillAsync("<i>215</i>");
        await Assertions.Expect(count).ToHaveTextAsync("1 image");
    }

    [ChromiumFact]
    public async Task Copies_of_one_image_are_one_group_and_all_but_one_of_each_can_be_tagged()
    {
        await using var report = await browser.Open(files.Six.Path);
        var groups = report.Page.Locator("#duplicates .pair");
        await Assertions.Expect(groups).ToHaveCountAsync(6);
        await Assertions.Expect(groups.First).ToContainTextAsync("20 images, differ by at most 1.00%");
        await groups.First.GetByRole(AriaRole.Button, new() { Name = "and 12 more" }).ClickAsync();
        await Assertions.Expect(groups.First.Locator(".picture-button")).ToHaveCountAsync(20);
        await report.Button("Tag all but one of each “duplicate”").ClickAsync();
        var decision = Assert.Single((await Decisions(report)).EnumerateArray());
        Assert.Equal(19 + 5, decision.GetProperty("items").GetArrayLength());
    }

    [ChromiumFact]
    public async Task Keys_choose_a_range_and_put_it_into_no_group()
    {
        await using var report = await browser.Open(files.Six.Path);
        var images = report.Section("images");
        await images.Locator(".grid-cell").First.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(images.Locator("[data-place='1']")).ToBeFocusedAsync();
        await report.Page.Keyboard.PressAsync("Space");
        await report.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions.Expect(images.Locator("[data-place='2']")).ToBeFocusedAsync();
        await report.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions.Expect(images.Locator(".grid-bar .note").First).ToHaveTextAsync("3 chosen");
        await report.Page.Keyboard.PressAsync("n");
        await Assertions.Expect(report.Page.Locator("#cluster--1 .cluster-head strong")).ToHaveTextAsync("3");
        await Assertions.Expect(images.Locator("[tabindex='0']:is(.grid-cell)")).ToHaveCountAsync(1);  // one stop of Tab, not one for each picture
        await report.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(images.Locator("[data-place='1499']")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task A_picture_is_dragged_to_another_group()
    {
        await using var report = await browser.Open(files.Six.Path);
        var size = files.Six.First.Groups.Count(group => group == 3);
        var card = report.Page.Locator("#cluster-0");
        await card.ScrollIntoViewIfNeededAsync();  // what is far down is drawn when it comes near
        var picture = card.Locator(".picture-button").First;
        await picture.ScrollIntoViewIfNeededAsync();
        await picture.HoverAsync();
        await report.Page.Mouse.DownAsync();
        var from = (await picture.BoundingBoxAsync())!;
        await report.Page.Mouse.MoveAsync(from.X + 30, from.Y + 30, new() { Steps = 4 });
        var target = report.Page.Locator(".shelf-group").Filter(new() { HasText = "Cluster 3" });
        await Assertions.Expect(target).ToBeVisibleAsync();
        var to = (await target.BoundingBoxAsync())!;
        await report.Page.Mouse.MoveAsync(to.X + (to.Width / 2), to.Y + (to.Height / 2), new() { Steps = 6 });
        await report.Page.Mouse.UpAsync();
        await Assertions.Expect(report.Page.Locator("#cluster-3 .cluster-head strong").First).ToHaveTextAsync($"{size + 1}");
        await Assertions.Expect(report.Page.Locator(".shelf")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Pictures_are_found_by_likeness_to_any_of_them_the_nearest_first()
    {
        await using var report = await browser.Open(files.Six.Path);
        await report.Page.Locator("#cluster-2").ScrollIntoViewIfNeededAsync();
        await report.Page.Locator("#cluster-2 .picture-button").First.ClickAsync();
        var asked = await report.Inspector.Locator("h2").InnerTextAsync();
        var nearest = await report.Inspector.Locator(".picture-button").EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.title)");
        await report.Button("Show all by likeness").ClickAsync();
        var images = report.Section("images");
        await Assertions.Expect(images.GetByLabel("Order of images")).ToHaveValueAsync("alike");
        var shown = await images.Locator(".grid-cell").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.title)");
        Assert.StartsWith(asked, shown[0], StringComparison.Ordinal);
        Assert.Equal(nearest, shown.Skip(1).Take(nearest.Length));
        await report.Button("Leave that order").ClickAsync();
        await Assertions.Expect(images.GetByLabel("Order of images")).ToHaveValueAsync("typical");
    }

    [ChromiumFact]
    public async Task Going_back_to_what_the_run_found_can_be_undone()
    {
        await using var report = await browser.Open(files.Parted.Path);
        await report.Button("One group fewer").ClickAsync();
        await report.Button("One group fewer").ClickAsync();
        await report.Button("Back to what the run found").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("4 groups");
        await report.Button("Undo").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("2 groups");
        await report.Button("Undo").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("3 groups");
        await report.Button("Redo").ClickAsync();
        await report.Button("Redo").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".stepper strong")).ToHaveTextAsync("4 groups");
    }

    private static async Task<JsonElement> Decisions(OpenReport report)
    {
        await report.Page.Locator(".menu summary").ClickAsync();
        using var json = JsonDocument.Parse(await report.Download(report.Button("Decisions, JSON")));
        return json.RootElement.GetProperty("decisions").Clone();
    }
}
