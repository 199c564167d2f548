using System.Net;

namespace Kindred.Reporting;

/// <summary>Writes a report as one HTML file that needs no network and no server.</summary>
public static class HtmlReport
{
    /// <summary>Writes the file, in UTF-8; <paramref name="output"/> is left open.</summary>
    /// <exception cref="ArgumentException">There is no run, or the details of one do not fit together.</exception>
    public static void Write(Stream output, ReportContent content, ReportSettings? settings = null) => Write(output, content, settings, beside: null);

    /// <returns>The folder of pictures it has beside it, if it has one.</returns>
    internal static string? Write(Stream output, ReportContent content, ReportSettings? settings, BesidePage? beside)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(content);
        if (content.Runs.Count == 0)
            throw new ArgumentException("A report needs at least one run, got none.", nameof(content));

        var blocks = new ReportBlocks();
        var (json, folder) = Pack(content, blocks, settings ?? new ReportSettings(), beside);

        output.Write(System.Text.Encoding.UTF8.GetBytes($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy(content.Runtime is not null, folder is not null)}">
            <title>{WebUtility.HtmlEncode(content.Title)}</title>
            <style>
            """));
        CopyAsset("report.css", output);
        output.Write("""
            </style>
            </head>
            <body>
            <noscript>This report is drawn by a script in this file; please allow scripts for it. It needs no network.</noscript>
            <div id="app"></div>
            <script type="application/json" id="report-data">
            """u8);
        output.Write(json.ToUtf8());
        output.Write("</script>\n"u8);
        blocks.Write(output);
        if (content.Runtime is { } runtime)
        {
            output.Write("<script>\n"u8);
            output.Write(runtime.Script.Span);
            output.Write("</script>\n"u8);
        }

        output.Write("<script>\n"u8);
        CopyAsset("report.js", output);
        output.Write("</script>\n</body>\n</html>\n"u8);
        return folder;
    }

    /// <summary>Nothing may be fetched, from anywhere; what the page draws itself is allowed, and where it has them, the program in it that runs a model and pictures beside it.</summary>
    private static string Policy(bool hasProgram, bool hasPictures) =>
        $"default-src 'none'; script-src 'unsafe-inline'{(hasProgram ? " 'wasm-unsafe-eval'" : string.Empty)}; style-src 'unsafe-inline'; img-src data: blob:{(hasPictures ? " 'self' file:" : string.Empty)}";

    private static (ReportJson Json, string? Folder) Pack(ReportContent content, ReportBlocks blocks, ReportSettings settings, BesidePage? beside)
    {
        var packers = content.Runs
            .Where(run => run.Details is not null)
            .GroupBy(run => run.Details!.Samples, ReferenceEqualityComparer.Instance)
            .Select(runs => (Samples: runs.Key!, Packer: new ReportPacker((ReportSamples)runs.Key!, [.. runs.Select(run => run.Details!)], blocks, settings, beside)))
            .ToList();
        var data = packers.Select(packer => packer.Packer.Points()).ToList();
        var runs = content.Runs.Select(run => Pack(run, Details)).ToList();
        runs = UniqueIds(runs);
        var recommended = content.Recommended is var (place, reason) ? new RecommendedJson(runs[place].Id, reason) : null;
        var program = content.Runtime is { } runtime ? blocks.AddPacked(runtime.Program, runtime.ProgramLength) : null;
        return (new ReportJson(content.Title, content.Version, runs, data, content.Published, recommended, program), packers.Select(packer => packer.Packer.Folder).FirstOrDefault(folder => folder is not null));

        DetailsJson Details(ReportDetails details)
        {
            var index = packers.FindIndex(packer => ReferenceEquals(packer.Samples, details.Samples));
            return packers[index].Packer.Details(details, index);
        }
    }

    private static RunJson Pack(ReportRun run, Func<ReportDetails, DetailsJson> pack)
    {
        var details = run.Details is null ? null : pack(run.Details);
        return ReportRecords.ToJson(run, ReportRecords.Id(run.Record, details), details);
    }

    // The same run twice in a folder has the same id twice.
    private static List<RunJson> UniqueIds(List<RunJson> runs) =>
        [.. runs.Select((run, i) => runs.Take(i).Count(other => other.Id == run.Id) is var earlier and > 0 ? run with { Id = $"{run.Id}-{earlier + 1}" } : run)];

    private static void CopyAsset(string name, Stream output)
    {
        using var asset = typeof(HtmlReport).Assembly.GetManifestResourceStream($"Kindred.Reporting.assets.{name}")
            ?? throw new InvalidOperationException($"The library was built without {name}; build the whole project again.");
        asset.CopyTo(output);
    }
}
