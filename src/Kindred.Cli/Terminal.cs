using System.Globalization;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>Standard output and standard error: colours and the window's width on a terminal, plain wide text in a file or a pipe; results alone where more is not wanted.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 160;
    private const int WidthOfPages = 100;
    private const int LongestText = 120;
    private const int Narrowest = 20;

    private static readonly IAnsiConsole Nowhere = Create(TextWriter.Null, redirected: true);

    /// <summary>Tables and other results.</summary>
    public static IAnsiConsole Output { get; private set; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Standard output, where it is for programs.</summary>
    public static TextWriter Answers { get; } = Console.Out;

    /// <summary>Standard error, for what went wrong.</summary>
    public static TextWriter Failures { get; private set; } = Console.Error;

    /// <summary>Whether nobody wants to see how far work has come.</summary>
    public static bool IsQuiet { get; private set; }

    /// <summary>What helps to read a result or says what to do next, and is none itself.</summary>
    public static TextWriter Notes => IsQuiet ? TextWriter.Null : Console.Out;

    /// <summary>From now on, what is written without this class goes through <see cref="PlainWriter"/>.</summary>
    public static void KeepPlain()
    {
        _ = Answers;  // with the other two: what writes colours keeps the writers there were
        Console.SetOut(new PlainWriter(Console.Out, WidthOf(Console.IsOutputRedirected, Output.Profile.Width)));
        Console.SetError(new PlainWriter(Console.Error, WidthOf(Console.IsErrorRedirected, Error.Profile.Width)));
        Failures = Console.Error;
    }

    /// <summary>Nothing but what went wrong: another process prints the rest.</summary>
    public static void BeMute()
    {
        BeQuiet();
        KeepOutputForAnswers();
        Console.SetError(TextWriter.Null);
    }

    /// <summary>Help stands in two columns, in a file or a pipe too.</summary>
    public static int WidthOfHelp => WidthOf(Console.IsOutputRedirected, Output.Profile.Width) ?? WidthOfPages;

    /// <summary>Results and errors only.</summary>
    public static void BeQuiet() => IsQuiet = true;

    /// <summary>Nothing for people on standard output.</summary>
    public static void KeepOutputForAnswers()
    {
        Output = Nowhere;
        Console.SetOut(TextWriter.Null);
    }

    /// <summary>A text from anywhere, as a cell of a table or a title.</summary>
    public static string Text(string text) => Markup.Escape(PlainWriter.Clean(text, LongestText));

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = WidthOf(redirected, console.Profile.Width) ?? WidthOfFiles;
        return console;
    }

    /// <summary>COLUMNS where it is set; else what a terminal has; null in a file or a pipe, whose lines are not broken.</summary>
    private static int? WidthOf(bool redirected, int ofTerminal)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns >= Narrowest)
            return columns;
        return redirected ? null : Math.Max(Narrowest, ofTerminal);
    }
}
