using System.Diagnostics;

namespace Kindred.Cli.Tests;

/// <summary>The command as a user meets it: a process with arguments, output and an exit code.</summary>
internal static class KindredProcess
{
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>With other values for some variables of the environment.</summary>
    public static (int ExitCode, string Output, string Error) Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The command did not end.");
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>In a folder.</summary>
    public static (int ExitCode, string Output, string Error) RunIn(string folder, params string[] arguments)
    {
        using var process = Start(new Dictionary<string, string>(), arguments, folder);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The command did not end.");
        return (process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static Process StartIn(string folder, params string[] arguments) => Start(new Dictionary<string, string>(), arguments, folder);

    private static Process Start(IReadOnlyDictionary<string, string> environment, string[] arguments, string folder = "")
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), .. arguments];
        if (OperatingSystem.IsLinux())
            command = ["env", "--default-signal=INT,HUP", .. command];  // tests started in the background ignore interrupts and hangups, and so would the command
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        info.Environment.Remove("KINDRED_DATA");  // what is on this machine must not decide a test
        info.Environment["KINDRED_ENCODERS"] = Path.Combine(AppContext.BaseDirectory, "no-encoders");
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }
}
