using System.Collections.Concurrent;
using Kindred.Models;
using Microsoft.Playwright;

namespace Kindred.Service.Tests;

/// <summary>The pages of a service in a real browser; skipped by name where there is none.</summary>
[Collection(ServiceTests.Name)]
public sealed class PageTests(Models models) : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Chromium is null)
            return;
        Assertions.SetDefaultExpectTimeout(30_000);  // machines may be busy
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumFactAttribute.Chromium, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    [ChromiumFact]
    public async Task Pictures_that_are_chosen_show_their_groups_and_neighbours()
    {
        await using var served = await Served.Start(models.Leiden);
        var expected = KindredModel.Load(models.Leiden).Assign(models.Images);
        var (page, outside) = await Open(served, ColorScheme.Light);
        await Assertions.Expect(page.Locator("#model")).ToContainTextAsync("6 groups, made from 600 items of wardrobe");

        await page.GetByLabel("Drop pictures here").SetInputFilesAsync(
            [File("broken.png", [1, 2, 3]), .. Enumerable.Range(0, 5).Select(i => File($"{i}.png", Pictures.Png(models.Images, i))), .. Enumerable.Range(0, 6).Select(i => File($"empty {i}", [(byte)i]))]);

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("12 of 12 looked at, 7 could not be.");
        for (var i = 0; i < 5; i++)
        {
            var card = page.Locator("#results > li", new() { Has = page.GetByText($"{i}.png", new() { Exact = true }) });
            await Assertions.Expect(card.Locator(".group")).ToHaveTextAsync(expected[i].Name);
            await Assertions.Expect(card.Locator("ol > li")).ToHaveCountAsync(5);
            await Assertions.Expect(card.Locator(".warn")).ToHaveCountAsync(expected[i].IsUnusual ? 1 : 0);
            Assert.True(await card.Locator("img").EvaluateAsync<bool>("image => image.naturalWidth === 28"));
        }

        await Assertions.Expect(page.Locator("#results > li", new() { HasText = "broken.png" }).Locator(".warn")).ToContainTextAsync("this is no image");
        Assert.Empty(outside);
    }

    [ChromiumFact]
    public async Task Pictures_that_are_dropped_show_their_groups()
    {
        await using var served = await Served.Start(models.Alone(models.Leiden));
        var (page, outside) = await Open(served, ColorScheme.Dark);
        await Assertions.Expect(page.Locator("#drop")).ToBeVisibleAsync();

        await page.EvaluateAsync(
            """
            (bytes) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(bytes)], "dropped.png", { type: "image/png" }));
              document.querySelector("#drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """, Pictures.Png(models.Images, 3).Select(value => (int)value).ToArray());

        await Assertions.Expect(page.Locator("#results .group")).ToHaveTextAsync(KindredModel.Load(models.Leiden).Assign(models.Images)[3].Name);
        await Assertions.Expect(page.Locator("#results ol")).ToHaveCountAsync(0);
        Assert.Empty(outside);
    }

    [ChromiumFact]
    public async Task It_asks_for_the_key_and_takes_it()
    {
        await using var served = await Served.Start(models.Leiden, key: Key);
        var (page, _) = await Open(served, ColorScheme.Light);

        await page.GetByLabel("API key").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("This is not the key.");
        await page.GetByLabel("API key").FillAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Drop pictures here").SetInputFilesAsync([File("a.png", Pictures.Png(models.Images, 0))]);

        await Assertions.Expect(page.Locator("#results .group")).ToHaveTextAsync(KindredModel.Load(models.Leiden).Assign(models.Images)[0].Name);
    }

    [ChromiumFact]
    public async Task The_names_of_files_are_text_and_nothing_else()
    {
        await using var served = await Served.Start(models.Leiden);
        var (page, _) = await Open(served, ColorScheme.Light);

        await page.GetByLabel("Drop pictures here").SetInputFilesAsync([File("<img src=x onerror=document.title='hacked'>.png", Pictures.Png(models.Images, 0))]);

        await Assertions.Expect(page.Locator("#results .file")).ToHaveTextAsync("<img src=x onerror=document.title='hacked'>.png");
        Assert.Equal("Kindred", await page.TitleAsync());
    }

    [ChromiumFact]
    public async Task The_description_opens_and_asks_nobody_outside()
    {
        await using var served = await Served.Start(models.Leiden);
        var (page, outside) = await Open(served, ColorScheme.Light, "scalar");

        await Assertions.Expect(page.GetByText("/assign").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.WaitForTimeoutAsync(1000);
        await Assertions.Expect(page.GetByText("Ask AI")).ToHaveCountAsync(0);
        Assert.Empty(outside);
    }

    [ChromiumTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_checker_of_accessibility_finds_nothing(ColorScheme scheme)
    {
        if (Axe() is not { } axe)
            return;
        await using var served = await Served.Start(models.Leiden);
        var (page, _) = await Open(served, scheme);
        await page.GetByLabel("Drop pictures here").SetInputFilesAsync([File("a.png", Pictures.Png(models.Images, 0)), File("broken.png", [1])]);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 of 2");

        await page.EvaluateAsync(await System.IO.File.ReadAllTextAsync(axe));
        Assert.Equal(string.Empty, await page.EvaluateAsync<string>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`)).join('\\n')"));
    }

    /// <summary>A page of the service, and whatever it asks of others, which is refused.</summary>
    private async Task<(IPage Page, ConcurrentQueue<string> Outside)> Open(Served served, ColorScheme scheme, string path = "")
    {
        var context = await _browser!.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1100, Height = 800 } });
        var outside = new ConcurrentQueue<string>();
        var own = served.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(own, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                outside.Enqueue(request.Url);
        };
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                outside.Enqueue(message.Text);
        };
        await page.GotoAsync($"{own}/{path}");
        return (page, outside);
    }

    private static FilePayload File(string name, byte[] content) => new() { Name = name, MimeType = "image/png", Buffer = content };

    /// <summary>As npm puts it beside the report's sources; null where it has not.</summary>
    private static string? Axe()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "web/node_modules/axe-core/axe.min.js") is var path && System.IO.File.Exists(path))
                return path;
        }

        return null;
    }
}

/// <summary>A test in the system's own Chromium; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    internal const string Missing = "No Chromium was found on the PATH; eng/install-chromium.sh installs Debian's.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public ChromiumFactAttribute()
    {
        if (Chromium is null)
            Skip = Missing;
    }

    internal static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (ChromiumFactAttribute.Chromium is null)
            Skip = ChromiumFactAttribute.Missing;
    }
}
