using Spectre.Console;

namespace Kindred.Cli;

/// <summary>Standard output and standard error: colours and the window's width on a terminal, plain wide text in a file or a pipe.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 160;
    private const int LongestText = 120;

    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>From now on, what is written without this class goes through <see cref="PlainWriter"/>.</summary>
    public static void KeepPlain()
    {
        _ = (Output, Error);  // which write colours, and so keep the writers there were
        Console.SetOut(new PlainWriter(Console.Out));
        Console.SetError(new PlainWriter(Console.Error));
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
        if (redirected)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
