using System.CommandLine;
using System.Runtime.InteropServices;
using Kindred.Cli.Serve;
using Kindred.Models;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Service;
using Kindred.Service.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Kindred.Cli;

/// <summary><c>kindred serve</c>: a run's page on this machine alone, with what is decided there kept in the run's folder; or a model as a service over HTTP.</summary>
internal static class ServeCommand
{
    private static readonly Argument<string> What = new("RUN|MODEL") { Description = "The folder of a run, whose page is opened; or a model file, such as the model.kindred in it, which is served." };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "The address; port 0 takes one that is free. A run's page is for this machine alone; a model is served to others, as with http://0.0.0.0:5080, where there is a key.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
        HelpName = "URL",
    };

    private static readonly Option<string?> DatasetOption = new("--dataset")
    {
        Description = "Of a run: the folder of the pictures, where it is not any more where the run found it.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> KeyFile = new("--api-key-file")
    {
        Description = $"Of a model: a file whose first line is the key that clients have to show; the variable {ApiKey.Variable} may hold it instead.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Opens the page of a run on this machine alone, and keeps what is decided there in the run's folder, for 'kindred apply RUN'. Given a model file, serves the model over HTTP: POST /assign and /find, GET /model, and a page to drop pictures on.")
        {
            What, Urls, DatasetOption, KeyFile, CommonOptions.Open, CommonOptions.Threads, CommonOptions.Memory,
        }.WithEncoderOption();
        command.SetAction(Serve);
        return command;
    }

    private static Task<int> Serve(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var path = parsed.GetValue(What)!;
        var isRun = Directory.Exists(path);
        if (!isRun && !File.Exists(path))
            throw new ArgumentException($"There is no folder and no file {path}; the folder of a run is needed, or a model file such as {KindredModel.FileName}.");
        var (other, of) = isRun ? ((Option)KeyFile, "a model file") : (DatasetOption, "the folder of a run");
        if (parsed.GetResult(other) is { Implicit: false })
            throw new ArgumentException($"{other.Name} belongs to {of}, but {path} is {(isRun ? "a folder" : "a file")}.");
        return isRun ? ServeRun(path, parsed, cancellation) : ServeModel(path, parsed, cancellation);
    }

    private static async Task<int> ServeRun(string folder, ParseResult parsed, CancellationToken cancellation)
    {
        var folders = RunFolder.Find(folder);
        if (folders.Count == 0)
            throw new ArgumentException($"{folder} is not the folder of a run, and holds none.");
        var address = ListenAddress.ParseLoopback(parsed.GetValue(Urls)!, RunServer.WhyLoopback);
        var page = ServedPage.Read(folder);
        var shown = folders.Zip(RunReport.Read(folders)).Where(run => run.Second.Clusters.Train is not null).ToList();
        KeptDecisions[] decisions = [.. shown.Select(run => new KeptDecisions(run.First, run.Second))];
        var first = shown[0].Second;
        var key = new PageKey();
        await using var server = RunServer.Create(address, key, page, decisions, new OriginalPictures(first, parsed.GetValue(DatasetOption) ?? first.Record.Input?.Source), new PictureFiles(folder));
        await server.StartAsync(cancellation);
        var url = key.AddressOf(server.Urls.First());
        Console.WriteLine(folders.Count == 1
            ? $"{url} shows the run; what you decide there is kept in {decisions[0].Path}. 'kindred apply {folder}' carries it out; Ctrl+C ends this."
            : $"{url} shows the runs; what you decide there is kept in the folder of each, where 'kindred apply' finds it; Ctrl+C ends this.");
        Answer.Give("serve", () => new { Url = url, Decisions = decisions.Length == 1 ? decisions[0].Path : null, Runs = decisions.Length == 1 ? null : decisions.Select(kept => kept.Path) });
        await UntilStopped(url, parsed, cancellation);
        await server.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task<int> ServeModel(string path, ParseResult parsed, CancellationToken cancellation)
    {
        var settings = new ServerSettings
        {
            Address = ListenAddress.Parse(parsed.GetValue(Urls)!),
            Key = ApiKey.Find(parsed.GetValue(KeyFile)),
            Service = new ServiceSettings { OpenEncoder = wanted => EncoderOptions.For(wanted, parsed).Load() },
            Logging = log => log.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
                .AddSimpleConsole(console => console.SingleLine = true).Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace),
        };
        await using var server = KindredServer.Create(path, settings);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            server.Reload();
        });
        await server.StartAsync(cancellation);
        Console.WriteLine($"{server.Url} serves the model{(settings.Key is null ? string.Empty : ", to whoever shows the key")}: a page to drop pictures on, and {server.Url}/scalar for programs. {(OperatingSystem.IsWindows() ? string.Empty : "A hangup signal (kill -HUP) loads the file again; ")}Ctrl+C ends this.");
        Answer.Give("serve", () => new { server.Url, Model = Path.GetFullPath(path) });
        await UntilStopped(server.Url, parsed, cancellation);
        await server.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task UntilStopped(string url, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(CommonOptions.Open))
            Browser.Open(url);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
