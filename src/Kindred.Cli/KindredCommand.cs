using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Cli;

/// <summary>The <c>kindred</c> command: reads the arguments, runs, and turns every failure into one sentence and an exit code.</summary>
internal static class KindredCommand
{
    public const int CallersFault = 2;
    public const int OtherFault = 1;
    public const int Stopped = 130;

    /// <summary>Commands whose work several processes share; any other is done by the first alone.</summary>
    private static readonly string[] Shared = ["cluster", "run", "assign", "train"];

    /// <summary>What goes wrong at every process is told by the first one alone, which then ends all.</summary>
    private static readonly TimeSpan FirstsTurn = TimeSpan.FromSeconds(1);

    private const string MeetingVariable = "KINDRED_MEETING_SECONDS";

    /// <summary>How long the processes of a job may take until all have started.</summary>
    private static readonly TimeSpan MeetingTime = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(MeetingVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : 300);

    private static readonly Option<bool> Debug = new("--debug") { Description = "Prints where an error arose.", Recursive = true };

    /// <summary>The command with all commands below it.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Kindred groups images that belong together, without labels.")
        {
            Debug,
            Answer.Option,
            CommonOptions.Quiet,
            RunCommand.Create(),
            CheckCommand.Create(),
            ClusterCommand.Create(),
            AssignCommand.Create(),
            FindCommand.Create(),
            CleanCommand.Create(),
            RecipesCommand.Create(),
            ReproduceCommand.Create(),
            ReportCommand.Create(),
            ServeCommand.Create(),
            ApplyCommand.Create(),
            ExportCommand.Create(),
            TrainCommand.Create(),
            SummaryCommand.Create(),
            DatasetsCommand.Create(),
            EncodersCommand.Create(),
            CompletionCommand.Create(),
            BenchCommand.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpByName((HelpAction)help.Action!);
        CompletionCommand.Tidy(root);
        return root;
    }

    public static int Run(string[] args)
    {
        var root = Create();
        Terminal.KeepPlain();
        if (args is [['[', ..], ..])
            return root.Parse(args).Invoke();  // what shells ask for: a command line that is not finished, with what may follow
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parsed.GetValue(CommonOptions.Quiet))
            Terminal.BeQuiet();
        if (args.Contains(Answer.Option.Name) && BenchCommand.IsNone(parsed))
            Answer.Want();
        if (parsed.Errors.Count > 0)
        {
            var sentence = ParseProblem.Sentence(parsed, args);
            Console.Error.WriteLine($"kindred: {sentence} See '{PathOf(parsed.CommandResult.Command)} --help'.");
            Answer.Fail(sentence, CallersFault);
            return CallersFault;
        }

        if (!Processes.IsFirst)
            Terminal.BeMute();
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return Invoke(parsed, stop.Token);
        }
        finally
        {
            Console.Out.Flush();
            Console.Error.Flush();
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
            if (Processes.Started == 1)
                return;
            if (Processes.IsFirst)  // which may wait for a process that is no more
                Terminal.Failures.WriteLine("kindred: stopped, as a process of the job ended or was told to; what was saved before is whole.");
            Environment.Exit(Stopped);
        }
    }

    private static int Invoke(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            Meet();
            var exit = Processes.All.Rank == 0 || Shared.Contains(parsed.CommandResult.Command.Name) || !BenchCommand.IsNone(parsed) ? parsed.InvokeAsync(configuration, cancellation).GetAwaiter().GetResult() : 0;
            SharedSearch.End();
            Processes.Leave();
            return exit;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            const string sentence = "stopped; what was saved before is whole.";
            Console.Error.WriteLine($"kindred: {sentence}");
            Answer.Fail(sentence, Stopped);
            return Stopped;
        }
        catch (Exception error) when (error is ArgumentException or DataFileException or InvalidDataException or FitException { IsTooMuchAsked: true })
        {
            return Report(CallersFault, Sentence(error), error, parsed);
        }
        catch (OutOfMemoryException error)
        {
            return Report(OtherFault, "there is not enough memory for this; fewer or smaller items are needed, or a machine with more.", error, parsed);
        }
        catch (Exception error) when (error is FitException or IOException or UnauthorizedAccessException or ProcessesException)
        {
            return Report(OtherFault, Sentence(error), error, parsed);
        }
#pragma warning disable CA1031 // the last place that can: a user gets a sentence, not a stack trace
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Report(OtherFault, $"this is a fault of Kindred itself ({Sentence(error)}) --debug prints where it arose.", error, parsed);
        }
    }

    /// <summary>Meets the other processes, or gives up: a launcher that did not see that one of them ended would let the others wait for good.</summary>
    private static void Meet()
    {
        using var patience = new Timer(_ =>
        {
            if (!Processes.IsFirst)
                Thread.Sleep(FirstsTurn);
            Terminal.Failures.WriteLine($"kindred: the {Processes.Started} processes of this job did not all come within {MeetingTime.TotalSeconds:0} seconds; one may have ended while it started. Start the job again; {MeetingVariable}=N allows N seconds.");
            Environment.Exit(OtherFault);
        });
        if (Processes.Started > 1)
            patience.Change(MeetingTime, Timeout.InfiniteTimeSpan);
        Processes.Join();
    }

    private static int Report(int exitCode, string sentence, Exception error, ParseResult parsed)
    {
        if (!Processes.IsFirst)
            Thread.Sleep(FirstsTurn);
        Terminal.Failures.WriteLine($"kindred: {sentence}");
        if (parsed.GetValue(Debug))
            Terminal.Failures.WriteLine(error);
        Answer.Fail(sentence, exitCode);
        Terminal.Failures.Flush();
        Processes.Abort(exitCode);
        return exitCode;
    }

    /// <summary>"kindred cluster".</summary>
    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : HelpByName.Name;

    /// <summary>The message on one line, without the parameter name and the value that .NET adds to argument errors.</summary>
    private static string Sentence(Exception error)
    {
        var message = error is ArgumentException { ParamName: not null } argument
            ? error.Message.Split($" (Parameter '{argument.ParamName}')")[0]
            : error.Message;
        return message.ReplaceLineEndings(" ");
    }
}
