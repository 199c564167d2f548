using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Kindred.Datasets;

namespace Kindred.Cli;

/// <summary>The <c>kindred</c> command: reads the arguments, runs, and turns every failure into one sentence and an exit code.</summary>
internal static class KindredCommand
{
    public const int CallersFault = 2;
    public const int OtherFault = 1;
    public const int Stopped = 130;

    public static int Run(string[] args)
    {
        var root = new Command("kindred", "Kindred groups images that belong together, without labels.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            RunCommand.Create(),
            ClusterCommand.Create(),
            AssignCommand.Create(),
            ReproduceCommand.Create(),
            ReportCommand.Create(),
            TrainCommand.Create(),
            SummaryCommand.Create(),
            DatasetsCommand.Create(),
            BenchCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"kindred: {parsed.Errors[^1].Message} See 'kindred --help'.");
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
            Console.Error.WriteLine($"kindred: {Sentence(error)}");
            return CallersFault;
        }
#pragma warning disable CA1031 // the last place that can: a user gets a sentence, not a stack trace
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"kindred: {Sentence(error)}");
            return OtherFault;
        }
    }

    /// <summary>The message on one line, without the parameter name that .NET adds to argument errors.</summary>
    private static string Sentence(Exception error)
    {
        var message = error is ArgumentException { ParamName: not null } argument
            ? error.Message.Replace($" (Parameter '{argument.ParamName}')", string.Empty, StringComparison.Ordinal)
            : error.Message;
        return message.ReplaceLineEndings(" ");
    }
}
