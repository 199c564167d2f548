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

    public static int Run(string[] args)
    {
        var root = new Command("kindred", "Kindred groups images that belong together, without labels.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            Debug,
            RunCommand.Create(),
            CheckCommand.Create(),
            ClusterCommand.Create(),
            AssignCommand.Create(),
            FindCommand.Create(),
            CleanCommand.Create(),
            RecipesCommand.Create(),
            ReproduceCommand.Create(),
            ReportCommand.Create(),
            ApplyCommand.Create(),
            TrainCommand.Create(),
            SummaryCommand.Create(),
            DatasetsCommand.Create(),
            EncodersCommand.Create(),
            BenchCommand.Create(),
        };
        Terminal.KeepPlain();
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"kindred: {ParseProblem.Sentence(parsed, args)} See '{PathOf(parsed.CommandResult.Command)} --help'.");
            return CallersFault;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return Invoke(parsed, stop.Token);

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
            Console.Error.WriteLine("kindred: stopped; what was saved before is whole.");
            return Stopped;
        }
        catch (Exception error) when (error is ArgumentException or DataFileException or InvalidDataException)
        {
            Report(Sentence(error), error, parsed);
            return CallersFault;
        }
        catch (OutOfMemoryException error)
        {
            Report("there is not enough memory for this; fewer or smaller items are needed, or a machine with more.", error, parsed);
            return OtherFault;
        }
        catch (Exception error) when (error is FitException or IOException or UnauthorizedAccessException)
        {
            Report(Sentence(error), error, parsed);
            return OtherFault;
        }
#pragma warning disable CA1031 // the last place that can: a user gets a sentence, not a stack trace
        catch (Exception error)
#pragma warning restore CA1031
        {
            Report($"this is a fault of Kindred itself ({Sentence(error)}) --debug prints where it arose.", error, parsed);
            return OtherFault;
        }
    }

    private static void Report(string sentence, Exception error, ParseResult parsed)
    {
        Console.Error.WriteLine($"kindred: {sentence}");
        if (parsed.GetValue(Debug))
            Console.Error.WriteLine(error);
    }

    /// <summary>"kindred cluster".</summary>
    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;

    /// <summary>The message on one line, without the parameter name and the value that .NET adds to argument errors.</summary>
    private static string Sentence(Exception error)
    {
        var message = error is ArgumentException { ParamName: not null } argument
            ? error.Message.Split($" (Parameter '{argument.ParamName}')")[0]
            : error.Message;
        return message.ReplaceLineEndings(" ");
    }
}
