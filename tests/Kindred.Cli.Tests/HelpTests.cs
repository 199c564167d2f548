namespace Kindred.Cli.Tests;

public class HelpTests
{
    [Theory]
    [InlineData("100")]
    [InlineData("60")]
    public void Help_stays_within_its_columns(string columns)
    {
        foreach (var command in (string[])["", .. KindredCommand.Create().Subcommands.Where(command => !command.Hidden && columns == "100").Select(command => command.Name)])
        {
            string[] words = command.Length == 0 ? ["--help"] : [command, "--help"];
            var (exit, output, _) = KindredProcess.Run(columns == "100" ? new Dictionary<string, string>() : new Dictionary<string, string> { ["COLUMNS"] = columns }, words);
            Assert.Equal(0, exit);
            var lines = output.ReplaceLineEndings("\n").Split('\n');
            Assert.Contains(lines, line => line.StartsWith($"  kindred {command}", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.True(line.Length <= int.Parse(columns, System.Globalization.CultureInfo.InvariantCulture) && !line.EndsWith(' '), $"{command}: {line}"));
        }
    }
}
