using Microsoft.Playwright;

namespace Kindred.Report.Tests;

[Collection(ShownPages.Name)]
public sealed class AppearanceTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task Without_classes_there_is_no_confusion_and_no_colour_by_class()
    {
        await using var report = await browser.Open(files.Unlabelled.Path);
        Assert.Equal(["Groups", "Map", "Clusters", "Images", "Runs"], await report.Page.Locator("nav a").AllInnerTextsAsync());
        await Assertions.Expect(report.Section("confusion")).ToHaveCountAsync(0);
        await Assertions.Expect(report.Section("training")).ToHaveCountAsync(0);
        await Assertions.Expect(report.Button("Classes")).ToHaveCountAsync(0);
        await Assertions.Expect(report.Page.Locator(".cluster .share-bar")).ToHaveCountAsync(0);
        var (x, y) = await report.FindPoint();
        await report.Page.Mouse.ClickAsync(x, y);
        Assert.Equal(["Cluster", "Distance"], await report.Inspector.Locator("dt").AllInnerTextsAsync());
    }

    [ChromiumFact]
    public async Task Fourteen_clusters_have_fourteen_colours()
    {
        await using var report = await browser.Open(files.Unlabelled.Path);
        var colours = await report.Page.Locator(".legend .swatch").EvaluateAllAsync<string[]>("swatches => swatches.map(swatch => swatch.style.background)");
        Assert.Equal(14, colours.Distinct().Count());
    }

    [ChromiumFact]
    public async Task Light_and_dark_follow_the_system_until_one_is_chosen_and_the_choice_is_kept()
    {
        await using var report = await browser.Open(files.Labelled.Path, scheme: ColorScheme.Dark);
        var dark = await Ground(report);
        await report.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await report.Page.WaitForSelectorAsync("html[data-theme=light]");
        Assert.NotEqual(dark, await Ground(report));
        await report.Button("Dark colours").ClickAsync();
        Assert.Equal(dark, await Ground(report));
        await report.Reload();
        Assert.Equal(dark, await Ground(report));
    }

    [ChromiumFact]
    public async Task Nothing_is_wider_than_a_screen_of_400_pixels()
    {
        foreach (var file in new[] { files.Labelled.Path, files.Unlabelled.Path, files.WithHostileNames.Path })
        {
            await using var report = await browser.Open(file, width: 400, height: 800);
            await report.FindPoint();
            await report.Button("Select what is in view").ClickAsync();
            await report.Page.Locator(".menu summary").ClickAsync();
            Assert.Equal(400, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [ChromiumFact]
    public async Task Everything_that_can_be_used_has_a_name_for_those_who_hear_the_page()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        var (x, y) = await report.FindPoint();
        await report.Page.Mouse.ClickAsync(x, y);
        await report.Button("Select what is in view").ClickAsync();
        var nameless = await report.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, a, input, select, summary, [tabindex='0'], [role=img]")]
              .filter(element => !(element.ariaLabel || element.textContent.trim()))
              .map(element => element.outerHTML.slice(0, 120))
            """);
        Assert.Empty(nameless);
        Assert.Equal("en", await report.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await report.Page.Locator("h1").CountAsync());
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_reaches_the_map_from_the_top_of_the_page()
    {
        await using var report = await browser.Open(files.Labelled.Path);
        for (var presses = 0; presses < 60; presses++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            if (await report.Map.EvaluateAsync<bool>("map => map === document.activeElement"))
                return;
        }

        Assert.Fail("Sixty presses of Tab did not reach the map.");
    }

    [ChromiumFact]
    public async Task Printed_the_map_keeps_its_dots_and_the_tools_are_gone()
    {
        await using var report = await browser.Open(files.Labelled.Path, scheme: ColorScheme.Dark);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(report.Page.Locator(".map-bar")).ToBeHiddenAsync();
        await Assertions.Expect(report.Page.Locator(".top")).ToBeHiddenAsync();
        var coloured = await report.Page.EvaluateAsync<int>(
            """
            () => {
              dispatchEvent(new Event("beforeprint"));
              const canvas = document.querySelector(".map-above");
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              let coloured = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 100 && Math.abs(data[i] - data[i + 2]) > 30) coloured++;
              return coloured;
            }
            """);
        Assert.True(coloured > 2000, $"Only {coloured} pixels of the printed map are coloured.");
    }

    private static Task<string> Ground(OpenReport report) => report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
