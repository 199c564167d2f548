using System.CommandLine;
using Kindred.Cli.Serve;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>kindred serve</c>: a run's page on this machine alone, with what is decided there kept in the run's folder.</summary>
internal static class ServeCommand
{
    private static readonly Argument<string> RunArgument = new("RUN") { Description = "The folder of a run." };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "The address, of this machine alone; port 0 takes one that is free.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
        HelpName = "URL",
    };

    private static readonly Option<string?> DatasetOption = new("--dataset")
    {
        Description = "The folder of the pictures, where it is not any more where the run found it.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Opens the page of a run on this machine alone, and keeps what is decided there in the run's folder, for 'kindred apply RUN'.")
        {
            RunArgument, Urls, DatasetOption, CommonOptions.Open,
        };
        command.SetAction(Serve);
        return command;
    }

    private static async Task<int> Serve(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(RunArgument)!;
        if (!Directory.Exists(folder))
            throw new ArgumentException($"There is no folder {folder}; the folder of a run is needed.");
        if (RunFolder.Find(folder) is not [var own] || own != folder)
            throw new ArgumentException($"{folder} is not the folder of a run{(RunFolder.Find(folder) is [var first, ..] ? $"; it holds some: 'kindred serve {first}' opens the first" : string.Empty)}.");
        var address = LoopbackAddress.Parse(parsed.GetValue(Urls)!);
        var run = RunFolder.ReadWhole(folder);
        var decisions = new KeptDecisions(folder, run);
        await using var server = RunServer.Create(address, ServedPage.Read(folder), decisions, new OriginalPictures(run, parsed.GetValue(DatasetOption) ?? run.Record.Input?.Source));
        await server.StartAsync(cancellation);
        var url = server.Urls.First();
        Console.WriteLine($"{url} shows the run; what you decide there is kept in {decisions.Path}. 'kindred apply {folder}' carries it out; Ctrl+C ends this.");
        Answer.Give("serve", () => new { Url = url, Decisions = decisions.Path });
        if (parsed.GetValue(CommonOptions.Open))
            Browser.Open(url);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.StopAsync(CancellationToken.None);
        return 0;
    }
}
