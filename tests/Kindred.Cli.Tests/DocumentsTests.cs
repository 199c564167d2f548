using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kindred.Cli.Tests;

/// <summary>The commands in the pages that people read do what is said there, one after another, in a folder with the data that the pages name.</summary>
public sealed class DocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(kept: Environment.GetEnvironmentVariable("KINDRED_EXAMPLES"));  // eng/picture_examples.sh draws what is left there

    public DocumentsTests()
    {
        MixedPhotographs.Write(Path.Combine(_folder.Path, "photos"));
        _folder.Write("digits.csv", Digits());
        _folder.Write("plants.csv", Plants());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("examples.md", 14)]
    [InlineData("troubleshooting.md", 3)]
    public async Task Every_command_that_is_marked_runs(string page, int atLeast)
    {
        var commands = Marked(page).ToList();
        Assert.True(commands.Count >= atLeast, $"{page} has {commands.Count} commands.");
        foreach (var (line, isServed) in commands)
        {
            var words = line.Split(" #")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("kindred", words[0]);
            if (isServed)
            {
                await Serve(words[1..]);
                continue;
            }

            var (exit, _, error) = KindredProcess.RunIn(_folder.Path, words[1..]);
            Assert.True(exit == 0, $"{line}: {error}");
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/examples.md")]
    [InlineData("docs/troubleshooting.md")]
    [InlineData("docs/json.md")]
    [InlineData("docs/decisions-file.md")]
    [InlineData("docs/serving.md")]
    public void Options_and_commands_that_a_page_names_are_there(string page)
    {
        var root = KindredCommand.Create();
        foreach (var line in File.ReadAllLines(Path.Combine(Root(), page)).Select(line => line.Trim()).Where(line => line.StartsWith("kindred ", StringComparison.Ordinal)))
        {
            string[] words = [.. line.Split(" #")[0].Split(" > ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
            var parsed = root.Parse(words);
            Assert.True(parsed.Errors.Count == 0, parsed.Errors.Count == 0 ? null : $"{page}: {line}: {ParseProblem.Sentence(parsed, words)}");
        }
    }

    /// <summary>Opens the page, keeps a decision there as it does, and stops.</summary>
    private async Task Serve(string[] words)
    {
        using var process = KindredProcess.StartIn(_folder.Path, [.. words.Where(word => word != "--open"), "--urls", "http://127.0.0.1:0"]);
        try
        {
            var address = (await process.StandardOutput.ReadLineAsync())!.Split(' ')[0];
            var run = Runs.RunFolder.Read(Path.Combine(_folder.Path, words[1]));
            using var client = new HttpClient();
            using var content = new StringContent(
                $$"""{"format":"kindred-decisions","version":1,"run":{"sha256":"{{run.Dataset.Sha256}}","recipe":"{{run.Recipe}}","seed":"{{run.Seed}}"},"decisions":[{"do":"rename","group":0,"name":"firsts"}]}""",
                System.Text.Encoding.UTF8, "application/json");
            await client.GetStringAsync(new Uri(address));  // its key is a cookie from then on
            Assert.True((await client.PutAsync(new Uri(new Uri(address), "decisions.json"), content)).IsSuccessStatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The lines of blocks under a mark, and whether they go on until they are stopped.</summary>
    private static IEnumerable<(string Line, bool IsServed)> Marked(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] is not ("<!-- run -->" or "<!-- run: serve -->"))
                continue;
            foreach (var line in lines.Skip(i + 2).TakeWhile(line => line != "```"))
                yield return (line, lines[i] == "<!-- run: serve -->");
        }
    }

    /// <summary>Sixty digits of 8 x 8 grey values: noughts, ones and sevens, each a little different.</summary>
    private static string Digits()
    {
        string[] shapes = ["0011110001100110110000111100001111000011110000110110011000111100", "0001100000111000011110000001100000011000000110000001100001111110", "1111111111111110000001100000110000011000001100000110000001100000"];
        var table = new StringBuilder("digit," + string.Join(',', Enumerable.Range(1, 64).Select(i => $"p{i}")) + "\n");
        for (var i = 0; i < 60; i++)
            table.Append(CultureInfo.InvariantCulture, $"{"017"[i % 3]},{string.Join(',', shapes[i % 3].Select((letter, place) => ((letter - '0') * 12) + (((i * 7) + (place * 5)) % 4)))}\n");
        return table.ToString();
    }

    /// <summary>Sixty plants of three kinds, two measures, one of them with a gap.</summary>
    private static string Plants()
    {
        var table = new StringBuilder("name,height,leaf\n");
        for (var i = 0; i < 60; i++)
            table.Append(CultureInfo.InvariantCulture, $"plant {i},{(i == 7 ? string.Empty : $"{(i % 3 * 40) + (i % 11)}")},{(i % 3 * 2.5) + (i % 7 * 0.1):0.0}\n");
        return table.ToString();
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
