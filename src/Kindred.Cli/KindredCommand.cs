using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>The <c>kindred</c> command: reads the arguments, runs, and turns every failure into one sentence and an exit code.</summary>
internal static class KindredCommand
{
    public const int CallersFault = 2;
    public const int OtherFault = 1;
    public const int Stopped = 130;

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
        }
    }

    private static int Invoke(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return parsed.InvokeAsync(configuration, cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            const string sentence = "stopped; what was saved before is whole.";
            Console.Error.WriteLine($"kindred: {sentence}");
            Answer.Fail(sentence, Stopped);
            return Stopped;
        }
        catch (Exception error) when (error is ArgumentException or DataFileException or InvalidDataException)
        {
            return Report(CallersFault, Sentence(error), error, parsed);
        }
        catch (OutOfMemoryException error)
        {
            return Report(OtherFault, "there is not enough memory for this; fewer or smaller items are needed, or a machine with more.", error, parsed);
        }
        catch (Exception error) when (error is FitException or IOException or UnauthorizedAccessException)
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

    private static int Report(int exitCode, string sentence, Exception error, ParseResult parsed)
    {
        Console.Error.WriteLine($"kindred: {sentence}");
        if (parsed.GetValue(Debug))
            Console.Error.WriteLine(error);
        Answer.Fail(sentence, exitCode);
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
