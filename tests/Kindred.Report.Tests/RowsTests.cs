using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>The rows of a table in the list of their cluster.</summary>
[Collection(UsedPages.Name)]
public sealed class RowsTests(Chromium browser, ReportFiles files)
{
    [ChromiumFact]
    public async Task Rows_are_chosen_by_range_tagged_and_moved_and_it_is_kept()
    {
        await using var report = await browser.Open(files.Table.Path);
        var card = report.Page.Locator("#cluster-0");
        await card.GetByRole(AriaRole.Button, new() { Name = "Show all rows" }).ClickAsync();
        var boxes = card.GetByRole(AriaRole.Checkbox);
        await boxes.Nth(1).ClickAsync();
        await boxes.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(card.Locator(".grid-bar .note").First).ToHaveTextAsync("4 chosen");
        await card.GetByLabel("Tag them").FillAsync("odd");
        await card.GetByLabel("Tag them").PressAsync("Enter");
        await Assertions.Expect(card.Locator(".row-name .tag")).ToHaveCountAsync(4);

        var size = OpenReport.Number(await card.Locator(".cluster-head strong").First.InnerTextAsync());
        await card.GetByLabel("Move them to").SelectOptionAsync("1");
        await Assertions.Expect(card.Locator(".cluster-head strong").First).ToHaveTextAsync($"{size - 4}");
        await Assertions.Expect(card.Locator(".grid-bar .note").First).ToContainTextAsync("Choose rows");
        await report.Reload();
        await Assertions.Expect(report.Page.Locator("#cluster-0 .cluster-head strong").First).ToHaveTextAsync($"{size - 4}");
    }
}
