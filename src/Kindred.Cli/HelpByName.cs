using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Kindred.Cli;

/// <summary>Prints help with the name that people type, which is not that of the program's file.</summary>
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
        var exit = inner.Invoke(parseResult);
        configuration.Output = output;
        output.Write(text.ToString().Replace($"  {RootCommand.ExecutableName} ", $"  {Name} ", StringComparison.Ordinal));
        return exit;
    }
}
