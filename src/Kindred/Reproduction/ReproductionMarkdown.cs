using System.Globalization;
using System.Text;
using Kindred.Runs;

namespace Kindred.Reproduction;

/// <summary>The tables of a reproduction as Markdown, with what they were made on.</summary>
public static class ReproductionMarkdown
{
    public static string Of(ReproductionResult result)
    {
        var text = new StringBuilder();
        var data = result.Runs[0].Dataset;
        Add(text, $"# {data.Name}: published and measured", string.Empty);
        if (result.Compared.Count > 0)
            AddCompared(text, result);
        AddLiterature(text, result);
        AddOrigin(text, result);
        return text.ToString();
    }

    /// <summary>What a published score is, in a reader's words.</summary>
    public static string NameOf(string score) => score switch
    {
        "majorityVoteAccuracy" => "majority vote",
        "adjustedMutualInformation" => "adjusted MI",
        "accuracy" => "one-to-one accuracy",
        _ => "NMI",
    };

    /// <summary>In words, e.g. "majority vote, 60,000 training images".</summary>
    public static string MetricOf(ComparedFigure row, DatasetSummary data)
    {
        var (count, images) = row.Published.Part == "train" ? (data.Train, "training") : (data.Test, "test");
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(row.Published.Score)}, {count:#,0} {images} images");
    }

    /// <summary>In per cent, as both studies print them: 0.60795 is 60.80.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Lowest and highest in per cent; nothing to say of one seed.</summary>
    public static string Range(Spread spread, int seeds) => seeds > 1 ? $"{Percent(spread.Lowest)} – {Percent(spread.Highest)}" : "–";

    /// <summary>With its sign: points of a hundred.</summary>
    public static string Difference(double difference) => (100 * difference).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    private static void AddCompared(StringBuilder text, ReproductionResult result)
    {
        Add(text, $"In per cent; ours is the median over {Seeds(result)}, the difference is in points.", string.Empty);
        Add(text, "| study | model | score | published | ours | range | difference |", "| --- | --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var row in result.Compared)
        {
            var (figure, ours) = (row.Published, row.Measured);
            Add(text, $"| {figure.Source} | `{figure.Recipe}` | {MetricOf(row, result.Runs[0].Dataset)} | {Published(figure.Value)} | {Percent(ours.Median)} "
                + $"| {Range(ours, result.Seeds.Count)} | {Difference(row.Difference)} |");
        }

        Add(text, string.Empty);
    }

    private static void AddLiterature(StringBuilder text, ReproductionResult result)
    {
        Add(text, "## One-to-one accuracy and NMI, as the literature reports them", string.Empty);
        Add(text, $"In per cent, medians over {Seeds(result)}.", string.Empty);
        Add(text, "| recipe | images | accuracy | range | NMI | range |", "| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var (recipe, part, accuracy, information) in result.Literature)
        {
            Add(text, $"| `{recipe}` | {part} | {Percent(accuracy.Median)} | {Range(accuracy, result.Seeds.Count)} "
                + $"| {Percent(information.Median)} | {Range(information, result.Seeds.Count)} |");
        }

        Add(text, string.Empty);
    }

    private static void AddOrigin(StringBuilder text, ReproductionResult result)
    {
        var first = result.Runs[0];
        var data = first.Dataset;
        Add(text, "## How it was made", string.Empty);
        Add(text, string.Create(CultureInfo.InvariantCulture,
            $"- Data: {data.Name}, {data.Train:#,0} training and {data.Test:#,0} test images of {data.Shape}, SHA-256 `{data.Sha256}`"));
        Add(text, $"- Kindred {string.Join(", ", result.Runs.Select(run => run.Version).Distinct())}, seeds {string.Join(", ", result.Seeds)}");
        Add(text, $"- {first.Processor}; {string.Join(", ", result.Runs.Select(run => run.Threads).Distinct())} threads");
        Add(text, string.Create(CultureInfo.InvariantCulture, $"- All steps together took {result.Seconds / 60:0.0} minutes"));
    }

    private static string Seeds(ReproductionResult result) => result.Seeds.Count == 1 ? $"seed {result.Seeds[0]} alone" : $"{result.Seeds.Count} seeds";

    /// <summary>As it was published: with three decimals where there were three.</summary>
    private static string Published(double value) => (100 * value).ToString("0.00#", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            text.Append(line).Append('\n');
    }
}
