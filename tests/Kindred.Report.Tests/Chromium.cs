using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>The system's own Chromium, started once for each collection of tests that needs a browser.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // drawn by software, so that it runs anywhere; nothing that would reach for the network
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Null where there is none.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Path is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A window with nothing in it; its context is the caller's to close.</summary>
    internal async Task<IPage> Empty() => await (await _browser!.NewContextAsync()).NewPageAsync();

    /// <summary>Opens a report in a window of its own, with nothing remembered, and waits until its map is drawn.</summary>
    internal async Task<OpenReport> Open(string file, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool unfold = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var report = new OpenReport(context, await context.NewPageAsync(), unfold);
        await report.GoTo(new Uri(file).AbsoluteUri);
        return report;
    }
}

/// <summary>Tests of what pages show; a browser of their own, beside the other's.</summary>
[CollectionDefinition(Name)]
public sealed class ShownPages : ICollectionFixture<Chromium>, ICollectionFixture<ReportFiles>
{
    public const string Name = "shown pages";
}

/// <summary>Tests of what people do with pages, and of what comes of it.</summary>
[CollectionDefinition(Name)]
public sealed class UsedPages : ICollectionFixture<Chromium>, ICollectionFixture<ReportFiles>
{
    public const string Name = "used pages";
}

/// <summary>Tests of how fast pages are: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedPages : ICollectionFixture<Chromium>, ICollectionFixture<ReportFiles>
{
    public const string Name = "timed pages";
}

/// <summary>A test in a real browser; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = "No Chromium was found on the PATH; eng/install-chromium.sh installs Debian's.";
    }
}
