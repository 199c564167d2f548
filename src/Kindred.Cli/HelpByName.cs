using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Kindred.Cli;

/// <summary>Prints help with the name that people type, which is not that of the program's file, in two columns within <see cref="Terminal.WidthOfHelp"/>.</summary>
internal sealed class HelpByName(HelpAction inner) : SynchronousCommandLineAction
{
    public const string Name = "kindred";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        configuration.Output = text;
        inner.MaxWidth = Terminal.WidthOfHelp;
        var exit = inner.Invoke(parseResult);
        configuration.Output = output;
        foreach (var line in text.ToString().TrimEnd().Replace($"  {RootCommand.ExecutableName} ", $"  {Name} ", StringComparison.Ordinal).ReplaceLineEndings("\n").Split('\n'))
            output.WriteLine(line.TrimEnd());  // broken lines end with a blank
        return exit;
    }
}
