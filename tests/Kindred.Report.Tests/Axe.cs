using System.Text.Json;
using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>axe-core, the checker of accessibility, as npm puts it beside the page's sources; no part of the page.</summary>
internal static class Axe
{
    private const string File = "web/node_modules/axe-core/axe.min.js";

    private static readonly string? Path = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Null where npm has not put it in place.</summary>
    public static string? Missing => Path is null ? $"There is no {File}; run 'npm ci' in web/." : null;

    /// <summary>What it finds on the page as it stands, one line for each element; empty where it is content.</summary>
    public static async Task<string> Findings(IPage page)
    {
        await page.EvaluateAsync(await System.IO.File.ReadAllTextAsync(Path!));
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => {
              await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => null)));
              const { violations } = await axe.run(document, { resultTypes: ["violations"] });
              return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}; ${target.join(" ")}; ${failureSummary.replaceAll("\n", " ")}`));
            }
            """);
        return string.Join('\n', found.EnumerateArray().Select(line => line.GetString()));
    }

    private static string? Find(DirectoryInfo? folder) => folder is null ? null
        : System.IO.Path.Combine(folder.FullName, File) is var path && System.IO.File.Exists(path) ? path : Find(folder.Parent);
}

/// <summary>A test with axe-core in a real browser; skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeTheoryAttribute : TheoryAttribute
{
    public AxeTheoryAttribute() => Skip = Chromium.Path is null ? new ChromiumFactAttribute().Skip : Axe.Missing;
}
