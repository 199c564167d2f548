using System.Globalization;
using System.Net;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Cleaning;

/// <summary>A page that shows what was found: no script, no link to anywhere, small pictures within it.</summary>
internal static class CleaningPage
{
    private const int GroupsShown = 200, PicturesShown = 60, Side = 112;

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.8rem}
        li{width:9rem;font-size:.8rem;overflow-wrap:anywhere}img{display:block;max-width:100%;border:1px solid #ccc}.best img{border:3px solid #2a7}
        .group{border-top:1px solid #ddd;padding-top:.6rem}
        @media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}.group{border-color:#444}}
        """;

    public static void Write(string path, CleaningReport report, CancellationToken cancellation) => WholeFile.WriteLines(path, page =>
    {
        page.WriteLine($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Cleaning {Text(DataFile.NameOf(report.Folder))}</title><style>{Style}</style></head><body>");
        page.WriteLine($"<h1>{Text(DataFile.NameOf(report.Folder))}: {Amount.Of(report.Pictures.Count, "picture", "N0")}</h1><p>Nothing was changed. The tables pictures.csv and duplicates.csv beside this page name every file.</p>");
        page.WriteLine($"<h2>Duplicates</h2><p>{Amount.Of(report.Duplicates.Count, "picture", "N0")} {(report.Duplicates.Count == 1 ? "lies" : "lie")} in several files; {Amount.Of(report.Spare, "file", "N0")} could go. The one worth keeping (most pixels, then sharpest, then oldest) comes first.</p>");
        foreach (var group in report.Duplicates.Take(GroupsShown))
        {
            cancellation.ThrowIfCancellationRequested();
            page.WriteLine("<ul class=\"group\">");
            page.WriteLine(Item(report, group.Best, "keep", "best"));
            foreach (var (place, kind, likeness) in group.Others)
                page.WriteLine(Item(report, place, string.Create(CultureInfo.InvariantCulture, $"{kind}, {likeness:0.00}")));
            page.WriteLine("</ul>");
        }

        if (report.Duplicates.Count > GroupsShown)
            page.WriteLine($"<p>And {Number(report.Duplicates.Count - GroupsShown)} more, in duplicates.csv.</p>");
        foreach (var flaw in Enum.GetValues<Flaw>().Where(flaw => report.Count(flaw) > 0))
            Write(page, report, flaw, cancellation);
        page.WriteLine("</body></html>");
    });

    private static void Write(TextWriter page, CleaningReport report, Flaw flaw, CancellationToken cancellation)
    {
        page.WriteLine($"<h2>{Text(CleaningFiles.Word(flaw).Replace('-', ' '))}: {Number(report.Count(flaw))}</h2><ul>");
        foreach (var place in Enumerable.Range(0, report.Pictures.Count).Where(i => report.Pictures[i].Flaws.Contains(flaw)).Take(PicturesShown))
        {
            cancellation.ThrowIfCancellationRequested();
            page.WriteLine(Item(report, place, report.Pictures[place].Facts.Problem ?? string.Empty));
        }

        page.WriteLine(report.Count(flaw) > PicturesShown ? $"</ul><p>And {Number(report.Count(flaw) - PicturesShown)} more, in pictures.csv.</p>" : "</ul>");
    }

    private static string Item(CleaningReport report, int place, string note, string kind = "")
    {
        var facts = report.Pictures[place].Facts;
        var picture = facts.Problem is null && Small(Path.Combine(report.Folder, facts.Path)) is { } small ? $"<img alt=\"\" src=\"data:image/png;base64,{Convert.ToBase64String(small)}\">" : string.Empty;
        var size = facts.Problem is null ? string.Create(CultureInfo.InvariantCulture, $"<br>{facts.Width} × {facts.Height}") : string.Empty;
        return $"<li class=\"{kind}\">{picture}{Text(facts.Path)}{size}<br>{Text(note)}</li>";
    }

    private static byte[]? Small(string path)
    {
        try
        {
            var picture = ImageFile.Read(path, new ImageSize(Side, Side)).ToRgb();
            var scale = Math.Min(1.0, (double)Side / Math.Max(picture.Height, picture.Width));
            return PngFile.Encode(picture.Resize(Math.Max(1, (int)(picture.Height * scale)), Math.Max(1, (int)(picture.Width * scale))));
        }
        catch (DataFileException)
        {
            return null;  // it went away meanwhile
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)));

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
