using System.CommandLine;
using System.CommandLine.Parsing;
using Kindred.Methods;

namespace Kindred.Cli;

/// <summary>What is wrong with a command line, in words for whoever typed it: the first wrong word, and what was needed there.</summary>
internal static class ParseProblem
{
    /// <summary>A sentence about the first wrong word; about what is missing where none is wrong.</summary>
    public static string Sentence(ParseResult parsed, string[] args)
    {
        var problems = parsed.Errors.Where(error => error.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult })
            .Select(error => (Place: PlaceOf(error, args), Text: OfOption(error))).ToList();
        if (parsed.UnmatchedTokens is [var stranger, ..])
            problems.Add((Array.IndexOf(args, stranger), OfStranger(parsed.CommandResult.Command, stranger)));
        return problems.Count > 0 ? problems.MinBy(problem => problem.Place).Text : OfMissing(parsed);
    }

    private static OptionResult OptionOf(ParseError error) => error.SymbolResult as OptionResult ?? (OptionResult)error.SymbolResult!.Parent!;

    private static int PlaceOf(ParseError error, string[] args) => Array.FindIndex(args, word =>
        OptionOf(error).IdentifierToken is { } token && (word == token.Value || word.StartsWith(token.Value + "=", StringComparison.Ordinal) || word.StartsWith(token.Value + ":", StringComparison.Ordinal))) is var place and >= 0 ? place : args.Length;

    private static string OfOption(ParseError error)
    {
        var result = OptionOf(error);
        var name = result.IdentifierToken?.Value ?? result.Option.Name;
        var values = result.Tokens.Select(token => token.Value).ToArray();
        var wanted = Wanted(result.Option);
        return values.Length switch
        {
            0 => $"{name} needs {wanted} after it.",
            1 => $"{name} takes {wanted}, not '{values[0]}'.",
            _ => $"{name} takes {wanted}, once; it was given {values.Length} times.",
        };
    }

    private static string Wanted(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(int) || type == typeof(ulong) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) ? "a number"
            : option.HelpName is { } help ? $"a value ({help})" : "a value";
    }

    private static string OfStranger(Command command, string stranger)
    {
        var isRoot = command.Subcommands.Count > 0;
        if (stranger.StartsWith('-'))
        {
            string[] known = [.. command.Options.Concat(Above(command)).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal)).Distinct()];
            return NearestWord.Of(stranger, known) is { } near ? $"there is no option '{stranger}' here; did you mean '{near}'?" : $"there is no option '{stranger}' here.";
        }

        if (isRoot)
            return NearestWord.Of(stranger, [.. command.Subcommands.Select(sub => sub.Name)]) is { } near
                ? $"there is no command '{stranger}'; did you mean '{near}'?"
                : $"there is no command '{stranger}'; there are {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";
        var takes = command.Arguments.Count == 0 ? "no words besides its options" : string.Join(" and ", command.Arguments.Select(argument => argument.Name));
        return $"'{stranger}' is one word too many; '{command.Name}' takes {takes}.";
    }

    private static IEnumerable<Option> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive).Concat(Above(parent)));

    private static string OfMissing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0)
            return $"one of {string.Join(", ", command.Subcommands.Select(sub => sub.Name))} is needed.";
        var missing = command.Arguments.FirstOrDefault(argument => parsed.GetResult(argument) is null or { Tokens.Count: 0 } && argument.Arity.MinimumNumberOfValues > 0);
        return missing is null ? parsed.Errors[0].Message : $"'{command.Name}' needs {missing.Name}: {missing.Description}";
    }
}
