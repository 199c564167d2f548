using System.Text.Json;
using Kindred.Datasets;
using Kindred.Reporting;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Kindred.Report.Tests;

/// <summary>Seventy thousand pictures in one grid, scrolled as readers do and faster. Drawn by software, on whatever machine runs the tests.</summary>
[Collection(TimedPages.Name)]
public sealed class GridSpeedTests(Chromium browser, ReportFiles files, ITestOutputHelper output)
{
    private const int LongestGap = 100;  // milliseconds

    // of a moving scroll, a step each frame: times between frames, and how much of what is seen is without its picture
    private const string Scroll =
        """
        ({ step, frames }) => new Promise(done => {
          const grid = document.querySelector("#images .image-grid");
          const box = grid.getBoundingClientRect();
          const times = [];
          let [blank, seen] = [0, 0];
          const look = () => {
            for (const cell of grid.querySelectorAll(".grid-cell")) {
              const { top, bottom } = cell.getBoundingClientRect();
              if (bottom <= box.top || top >= box.bottom) continue;
              const picture = cell.querySelector("img");
              seen++;
              if (!picture?.complete || picture.naturalWidth === 0) blank++;
            }
          };
          const next = time => {
            times.push(time);
            look();
            grid.scrollTop += step;
            if (times.length <= frames) requestAnimationFrame(next);
            else done({ gap: Math.max(...times.slice(1).map((time, i) => time - times[i])), blank: blank / seen, pictures: seen });
          };
          requestAnimationFrame(next);
        })
        """;

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public async Task Seventy_thousand_images_of_a_data_set_scroll_without_a_gap_of_100_ms() =>
        await Scrolls("scrolled", new SampleReport { Data = SpeedTests.FullDataset(), IsDeep = false }.Content());

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public async Task Seventy_thousand_thumbnails_of_photographs_scroll_without_a_gap_of_100_ms()
    {
        using var photographs = new DrawnPhotographs();
        await Scrolls("scrolled-photographs", photographs.For(new SampleReport { Data = Wardrobe.Load(trainCount: 60_000, testCount: 10_000), IsDeep = false }.Content()));
    }

    private async Task Scrolls(string name, ReportContent content)
    {
        var page = files.Write(name, content, allPictures: true).Path;
        Assert.InRange(new FileInfo(page).Length, 1, 25_000_000);
        await using var report = await browser.Open(page);
        await Assertions.Expect(report.Page.Locator("#images .lead")).ToContainTextAsync("All 70,000 pictures");
        await report.Section("images").Locator(".image-grid").ScrollIntoViewIfNeededAsync();
        foreach (var step in (int[])[20, 100, 400])  // as one reads, as one looks for something, as fast as nobody can look
        {
            var (gap, blank, pictures) = await Best(report, step);
            output.WriteLine($"{step} pixels a frame: the longest gap {gap:0} ms, {blank:0.00%} of {pictures:N0} pictures not there when seen");
            Assert.InRange(gap, 0, LongestGap);
            Assert.InRange(blank, 0, step <= 100 ? 0.01 : 0.1);
        }
    }

    /// <summary>The best of three: other work on the machine makes gaps too.</summary>
    private static async Task<(double Gap, double Blank, int Pictures)> Best(OpenReport report, int step)
    {
        var best = (Gap: double.PositiveInfinity, Blank: 1.0, Pictures: 0);
        for (var attempt = 0; attempt < 3 && best is not { Gap: <= LongestGap, Blank: <= 0.01 }; attempt++)
        {
            var measured = await report.Page.EvaluateAsync<JsonElement>(Scroll, new { step, frames = 120 });
            var (gap, blank) = (measured.GetProperty("gap").GetDouble(), measured.GetProperty("blank").GetDouble());
            if (gap < best.Gap)
                best = (gap, blank, measured.GetProperty("pictures").GetInt32());
        }

        return best;
    }
}
