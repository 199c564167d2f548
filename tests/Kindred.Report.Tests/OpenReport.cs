using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>A report in a browser window. Closing it fails the test if the page complained or asked the network for anything.</summary>
internal sealed partial class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private readonly bool _unfold;
    private string _own = "file:";

    /// <param name="context">Closed with it.</param>
    /// <param name="page">The window.</param>
    /// <param name="unfold">Whether what is folded is opened when the page is.</param>
    public OpenReport(IBrowserContext context, IPage page, bool unfold)
    {
        (_context, Page, _unfold) = (context, page, unfold);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                _complaints.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_own, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _complaints.Add($"request: {request.Url}");
        };
        page.Dialog += (_, dialog) =>
        {
            _complaints.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Words of complaints that the test brings about.</summary>
    public string? Expected { get; set; }

    public ILocator Map => Page.Locator(".map-above");

    public ILocator Inspector => Page.Locator(".inspector");

    public async Task GoTo(string address)
    {
        _own = new Uri(address).GetLeftPart(UriPartial.Authority);  // file:, or the server that gave it
        await Page.GotoAsync(address);
        await Page.WaitForSelectorAsync(".map[data-drawn]");
        if (_unfold)
            await Unfold();
    }

    public async Task Reload()
    {
        await Page.ReloadAsync();
        await Page.WaitForSelectorAsync(".map[data-drawn]");
        if (_unfold)
            await Unfold();
    }

    /// <summary>Opens what is folded, as the reader would one by one.</summary>
    public async Task Unfold()
    {
        var folded = Page.Locator(".folded:not([open]) > summary");
        while (await folded.CountAsync() > 0)
            await folded.First.ClickAsync();
        await Page.EvaluateAsync("scrollTo(0, 0)");
    }

    public ILocator Section(string id) => Page.Locator($"#{id}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task<string> Text(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>The file a click downloads, as text.</summary>
    public async Task<string> Download(ILocator button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    /// <summary>Where the map is in the window, after bringing all of it there.</summary>
    public async Task<LocatorBoundingBoxResult> MapBox()
    {
        await Page.EvaluateAsync("document.querySelector('.map').scrollIntoView({ block: 'center', behavior: 'instant' })");
        return (await Map.BoundingBoxAsync())!;
    }

    /// <summary>Moves the pointer over the map until it meets a point, and leaves it there.</summary>
    public async Task<(float X, float Y)> FindPoint()
    {
        var box = await MapBox();
        for (var step = 0; step < 400; step++)
        {
            var (x, y) = (box.X + (box.Width * (0.2f + (0.6f * (step % 20) / 20))), box.Y + (box.Height * (0.2f + (0.6f * (step / 20) / 20))));
            await Page.Mouse.MoveAsync(x, y);
            if (await Page.Locator(".hover-card").CountAsync() > 0)
                return (x, y);
        }

        throw new InvalidOperationException("No point was met anywhere on the map.");
    }

    /// <summary>Draws a lasso around a part of the map, given in shares of its width and height.</summary>
    public async Task Lasso(params (float X, float Y)[] corners)
    {
        await Button("Lasso").ClickAsync();
        await Assertions.Expect(Page.Locator(".map.is-lasso")).ToHaveCountAsync(1);
        var box = await MapBox();  // behind the click, which may scroll the page
        await Page.Mouse.MoveAsync(box.X + (box.Width * corners[0].X), box.Y + (box.Height * corners[0].Y));
        await Page.Mouse.DownAsync();
        foreach (var (x, y) in corners)
            await Page.Mouse.MoveAsync(box.X + (box.Width * x), box.Y + (box.Height * y), new() { Steps = 3 });
        await Page.Mouse.UpAsync();
        await Assertions.Expect(Page.Locator(".map.is-lasso")).ToHaveCountAsync(0);  // the selection is on the page with it
    }

    /// <summary>The first number in a text.</summary>
    public static int Number(string text) => int.Parse(Digits().Match(text).Value.Replace(",", string.Empty, StringComparison.Ordinal), null);

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _complaints.RemoveAll(complaint => Expected is not null && complaint.Contains(Expected, StringComparison.Ordinal));
        Assert.Empty(_complaints);
    }

    [GeneratedRegex("[0-9][0-9,]*")]
    private static partial Regex Digits();
}
