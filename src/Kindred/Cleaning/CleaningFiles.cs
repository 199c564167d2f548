using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Cleaning;

/// <summary>A report as files: <c>pictures.csv</c> and <c>duplicates.csv</c>, both in <c>cleaning.json</c>, and a page to look at, <c>cleaning.html</c>.</summary>
public static class CleaningFiles
{
    public const string PageName = "cleaning.html";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Writes all of them into a folder that is there, each whole or not at all.</summary>
    public static void Write(string folder, CleaningReport report, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        WholeFile.WriteLines(Path.Combine(folder, "pictures.csv"), file =>
        {
            file.WriteLine("item,flaws,width,height,bytes,modified,sharpness,brightness,contrast,white,problem,sha256");
            foreach (var (facts, flaws) in report.Pictures)
            {
                file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{CsvText.Quote(facts.Path)},{string.Join(' ', flaws.Select(Word))},{facts.Width},{facts.Height},{facts.Bytes},{facts.Modified:u},{facts.Sharpness:0.##},{facts.Brightness:0.##},{facts.Contrast:0.##},{facts.WhiteShare:0.###},{CsvText.Quote(facts.Problem)},{facts.Sha256}"));
            }
        });
        WholeFile.WriteLines(Path.Combine(folder, "duplicates.csv"), file =>
        {
            file.WriteLine("group,item,best,kind,likeness");
            foreach (var (number, group) in report.Duplicates.Index())
            {
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number + 1},{CsvText.Quote(report.Pictures[group.Best].Facts.Path)},yes,,"));
                foreach (var (place, kind, likeness) in group.Others)
                    file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number + 1},{CsvText.Quote(report.Pictures[place].Facts.Path)},no,{kind},{likeness:0.####}"));
            }
        });
        WholeFile.WriteText(Path.Combine(folder, "cleaning.json"), JsonSerializer.Serialize(Summary(report), Json) + "\n");
        CleaningPage.Write(Path.Combine(folder, PageName), report, cancellation);
    }

    /// <summary>"over-exposed".</summary>
    public static string Word(Flaw flaw) => JsonSerializer.Serialize(flaw).Trim('"').Replace(' ', '-');

    private static object Summary(CleaningReport report) => new
    {
        report.Folder,
        Pictures = report.Pictures.Select(picture => new
        {
            Item = picture.Facts.Path,
            picture.Flaws,
            picture.Facts.Width,
            picture.Facts.Height,
            picture.Facts.Bytes,
            picture.Facts.Modified,
            picture.Facts.Sharpness,
            picture.Facts.Brightness,
            picture.Facts.Contrast,
            picture.Facts.WhiteShare,
            picture.Facts.Problem,
            picture.Facts.Sha256,
        }),
        Duplicates = report.Duplicates.Select(group => new
        {
            Best = report.Pictures[group.Best].Facts.Path,
            Others = group.Others.Select(other => new { Item = report.Pictures[other.Place].Facts.Path, other.Kind, other.Likeness }),
        }),
    };
}
