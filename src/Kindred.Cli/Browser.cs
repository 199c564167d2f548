using System.ComponentModel;
using System.Diagnostics;

namespace Kindred.Cli;

/// <summary>Opens a page where people look at pages.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Opens a file or an address in the browser; a sentence on standard error where there is none.</summary>
    public static void Open(string place)
    {
        if (!Opens(place))
            Console.Error.WriteLine($"No browser could be opened here; open {place} in one yourself.");
    }

    private static bool Opens(string place)
    {
        var starter = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(place) { UseShellExecute = true }
            : new ProcessStartInfo(starter, [place]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start);
            return process is null || !process.WaitForExit(Patience) || process.ExitCode == 0;  // one that goes on shows the page
        }
        catch (Exception none) when (none is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return false;
        }
    }
}
