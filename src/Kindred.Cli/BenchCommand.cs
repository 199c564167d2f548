using System.CommandLine;
using Kindred.Bench;

namespace Kindred.Cli;

/// <summary><c>kindred bench</c>: the work of the yardsticks, timed, one JSON line a measure with the yardsticks' fields.</summary>
internal static class BenchCommand
{
    private const string Name = "bench";

    public static Command Create()
    {
        var command = new Command(Name, "Times the work that other libraries are measured on; prints JSON lines.");
        foreach (var job in BenchJob.All)
            command.Add(CommandFor(job));
        return command;
    }

    /// <summary>Whether this is no job, whose lines are JSON already.</summary>
    public static bool IsNone(ParseResult parsed) => !parsed.CommandResult.Command.Parents.Any(parent => parent.Name == Name);

    private static Command CommandFor(BenchJob job)
    {
        var command = new Command(job.Name, job.Description) { CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data };
        command.SetAction((parsed, cancellation) =>
        {
            CommonOptions.Apply(parsed);
            job.Run(CommonOptions.DataOf(parsed), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
