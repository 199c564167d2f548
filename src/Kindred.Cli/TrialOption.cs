using System.CommandLine;
using Kindred.Models;
using Kindred.Onnx.Export;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>--with-model</c>: pages that readers try pictures in.</summary>
internal static class TrialOption
{
    public static Option<bool> Option { get; } = new("--with-model")
    {
        Description = "Puts the model and what runs it into the report, 5 MB and more: readers drop a picture and see its cluster and the most alike, offline.",
    };

    /// <summary>The models that runs left in their folders; null where none was asked for.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="runs">Shown in the page.</param>
    /// <param name="folders">Theirs, in the same order.</param>
    public static ReportTrial? Of(ParseResult parsed, IReadOnlyList<Run> runs, IReadOnlyList<string> folders) =>
        parsed.GetValue(Option) ? new ReportTrial(PageModel.Runtime, run => ModelOf(run, folders[runs.ToList().IndexOf(run)])) : null;

    /// <summary>Null, and said, where a page cannot hold the model.</summary>
    private static ReportModel? ModelOf(Run run, string folder)
    {
        try
        {
            return PageModel.Of(KindredModel.Load(Path.Combine(folder, KindredModel.FileName)));
        }
        catch (ArgumentException reason)
        {
            Console.Error.WriteLine($"kindred: the page of {run.Record.Recipe} is written without its model. {reason.Message}");
            return null;
        }
    }
}
