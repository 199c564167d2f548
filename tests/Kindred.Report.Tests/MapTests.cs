using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(UsedPages.Name)]
public sealed class MapTests(Chromium browser, ReportFiles files)
{
    private static readonly (float, float)[] WholeMap = [(0.005f, 0.005f), (0.995f, 0.005f), (0.995f, 0.995f), (0.005f, 0.995f)];

    [ChromiumFact]
    public async Task Hovering_a_point_shows_its_picture_cluster_probability_and_class()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.FindPoint();
        var card = report.Page.Locator(".hover-card");
        await Assertions.Expect(card.Locator("canvas.picture")).ToBeVisibleAsync();
        var text = await card.InnerTextAsync();
        Assert.Matches("(train|test) [0-9,]+", text);
        Assert.Matches("Cluster [0-9]", text);
        Assert.Matches("Probability (over )?0[.][0-9]{2} by the method", text);
        Assert.DoesNotContain("sure", text, StringComparison.Ordinal);
        Assert.Contains("Class: ", text, StringComparison.Ordinal);
        await report.Page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(card).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Clicking_a_point_opens_its_neighbours_and_these_open_theirs()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var (x, y) = await report.FindPoint();
        await report.Page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(report.Inspector).ToBeFocusedAsync();
        await Assertions.Expect(report.Inspector.Locator(".gallery button")).ToHaveCountAsync(12);
        var first = await report.Inspector.Locator("h2").InnerTextAsync();

        var neighbour = report.Inspector.Locator(".gallery button").First;
        var label = (await neighbour.GetAttributeAsync("aria-label"))!;
        await neighbour.ClickAsync();
        await Assertions.Expect(report.Inspector.Locator("h2")).ToHaveTextAsync(label.Split(" · ")[0]);
        Assert.NotEqual(first, await report.Inspector.Locator("h2").InnerTextAsync());

        await report.Inspector.PressAsync("Escape");
        await Assertions.Expect(report.Inspector).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task A_lasso_around_everything_selects_every_image()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Zoom out").ClickAsync();
        await report.Lasso(WholeMap);
        await Assertions.Expect(report.Page.Locator(".selection h3")).ToHaveTextAsync("1,500 images selected");

        var lines = (await report.Download(report.Button("Download CSV"))).TrimEnd('\n').Split('\n');
        Assert.Equal(1501, lines.Length);
        await report.Button("Clear").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".selection")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task A_lasso_selects_what_is_inside_it_and_no_more()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Lasso((0.005f, 0.005f), (0.5f, 0.005f), (0.5f, 0.995f), (0.005f, 0.995f));
        var left = OpenReport.Number(await report.Text(".selection h3"));
        await report.Lasso((0.5f, 0.005f), (0.995f, 0.005f), (0.995f, 0.995f), (0.5f, 0.995f));
        var half = await report.Text(".selection h3");
        var right = OpenReport.Number(half);
        await report.Button("Select what is in view").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".selection h3")).Not.ToHaveTextAsync(half);
        var both = OpenReport.Number(await report.Text(".selection h3"));
        Assert.InRange(left, 100, 1400);
        Assert.InRange(left + right, both - 20, both + 20);  // a point on the dividing line may fall to either, or both
    }

    [ChromiumFact]
    public async Task Showing_one_cluster_only_leaves_only_it_to_select()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Zoom out").ClickAsync();
        await report.Page.Locator(".legend button").Nth(3).ClickAsync();
        await report.Button("Select what is in view").ClickAsync();
        var size = files.Labelled.First.Groups.Count(group => group == 3);
        await Assertions.Expect(report.Page.Locator(".selection h3")).ToHaveTextAsync($"{size} images selected");
        await report.Button("Show all").ClickAsync();
        await report.Button("Select what is in view").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".selection h3")).ToHaveTextAsync("1,500 images selected");
    }

    [ChromiumFact]
    public async Task Points_are_coloured_by_class_where_classes_are_known()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        await report.Button("Classes").ClickAsync();
        var legend = await report.Page.Locator(".legend button").AllInnerTextsAsync();
        Assert.Equal(10, legend.Count);
        Assert.StartsWith("t-shirt", legend[0].Trim(), StringComparison.Ordinal);
        Assert.Equal(150, OpenReport.Number(legend[0].Replace("t-shirt", string.Empty, StringComparison.Ordinal)));
    }

    [ChromiumFact]
    public async Task The_wheel_scrolls_the_page_until_the_map_has_been_turned_to_and_then_zooms()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var box = await report.MapBox();
        await report.Page.Mouse.MoveAsync(box.X + 8, box.Y + 8);
        var (scrolled, whole) = (await Scrolled(report), await Drawing(report));
        await report.Page.Mouse.WheelAsync(0, 120);
        for (var wait = 0; wait < 50 && await Scrolled(report) == scrolled; wait++)
            await report.Page.WaitForTimeoutAsync(50);
        Assert.True(await Scrolled(report) > scrolled);
        Assert.Equal(whole, await Drawing(report));

        box = await report.MapBox();
        await report.Page.Mouse.MoveAsync(box.X + 8, box.Y + 8);
        await report.Map.FocusAsync();
        scrolled = await Scrolled(report);
        await report.Page.Mouse.WheelAsync(0, 120);
        for (var wait = 0; wait < 50 && await Drawing(report) == whole; wait++)
            await report.Page.WaitForTimeoutAsync(50);
        Assert.NotEqual(whole, await Drawing(report));
        Assert.Equal(scrolled, await Scrolled(report));
    }

    [ChromiumFact]
    public async Task Dragging_moves_the_map_and_the_keyboard_moves_zooms_opens_and_resets_it()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var box = await report.MapBox();
        var whole = await Drawing(report);
        await report.Page.Mouse.MoveAsync(box.X + 100, box.Y + 100);
        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.MoveAsync(box.X + 180, box.Y + 150, new() { Steps = 4 });
        await report.Page.Mouse.UpAsync();
        await report.Page.Mouse.MoveAsync(2, 2);
        var dragged = await Drawing(report);
        Assert.NotEqual(whole, dragged);

        await report.Map.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowLeft");
        var moved = await Drawing(report);
        Assert.NotEqual(dragged, moved);
        await report.Page.Keyboard.PressAsync("+");
        Assert.NotEqual(moved, await Drawing(report));
        await report.Page.Keyboard.PressAsync("0");
        Assert.Equal(whole, await Drawing(report));
        await report.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(report.Inspector).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Pictures_can_stand_in_for_dots_and_be_opened()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var dots = await Drawing(report);
        await report.Button("Pictures").ClickAsync();
        Assert.NotEqual(dots, await Drawing(report));
        var (x, y) = await report.FindPoint();
        await report.Page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(report.Inspector.Locator(".large canvas")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task The_map_ends_where_the_panel_of_a_picture_begins()
    {
        await using var report = await browser.Open(files.Labelled.Path, width: 1000);
        var whole = (await report.MapBox()).Width;
        var (x, y) = await report.FindPoint();
        await report.Page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(report.Inspector).ToBeVisibleAsync();
        var (map, panel) = ((await report.MapBox()), (await report.Inspector.BoundingBoxAsync())!);
        Assert.InRange(map.X + map.Width, 300, panel.X);
        await report.Inspector.PressAsync("Escape");
        Assert.Equal(whole, (await report.MapBox()).Width);
    }

    private static Task<int> Scrolled(OpenReport report) => report.Page.EvaluateAsync<int>("Math.round(scrollY)");

    // the layer of names, marks and pictures, as it looks after the next frame
    private static Task<string> Drawing(OpenReport report) => report.Page.EvaluateAsync<string>(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.map-above').toDataURL()))))");
}
