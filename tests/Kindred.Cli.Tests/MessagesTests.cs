namespace Kindred.Cli.Tests;

/// <summary>What is wrong is said in words for users, and nothing from files steers the terminal.</summary>
public sealed class MessagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("no command 'clutser'; did you mean 'cluster'?", "clutser", "photos", "-k", "many")]
    [InlineData("-k takes a whole number, not 'many'", "cluster", "photos", "-k", "many")]
    [InlineData("did you mean '--clusters'?", "cluster", "photos", "--clsters", "3")]
    [InlineData("'more' is one word too many", "cluster", "photos", "more")]
    [InlineData("'cluster' needs PATH", "cluster")]
    [InlineData("--missing takes error, drop, mean, not 'often'", "cluster", "photos", "--missing", "often")]
    public void The_first_wrong_word_is_named_with_what_is_needed(string sentence, params string[] arguments)
    {
        var (exit, _, error) = KindredProcess.Run(arguments);

        Assert.Equal(2, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4 groups need as many rows that differ, but of 3000 only 2 do; -k 2 is the most that can be asked for.", "4")]
    [InlineData("3000 rows cannot form 3001 groups, which need at least 3001; -k 3000 is the most that can be asked for.", "3001")]
    [InlineData("4 clusters need as many distinct rows, but there are only 2; ask for 2 at most.", "4", "--memory", "60KB", "--clusterer", "kmeans")]
    public void More_groups_than_there_can_be_are_refused_as_any_other_wrong_option(string sentence, string count, params string[] more)
    {
        var table = _folder.Write("t.csv", "u,v\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i % 2},{3 * (i % 2)}\n")));  // 48 KB

        var (exit, _, error) = KindredProcess.Run(["cluster", table, "-k", count, "--out", Path.Combine(_folder.Path, "runs"), .. more]);

        Assert.Equal(2, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bare_command_prints_help()
    {
        var (exit, output, _) = KindredProcess.Run();

        Assert.Equal(0, exit);
        Assert.Contains("cluster", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Debug_prints_where_an_error_arose()
    {
        Assert.DoesNotContain("   at ", KindredProcess.Run("cluster", "no-such-data").Error, StringComparison.Ordinal);
        Assert.Contains("   at ", KindredProcess.Run("cluster", "no-such-data", "--debug").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_a_file_reach_the_terminal_without_what_steers_it()
    {
        var table = _folder.Write("t.csv", "\"a\u001b[31m\",b\nx,1\ny,2\n");

        var (exit, output, error) = KindredProcess.Run("cluster", table, "-k", "2", "--out", Path.Combine(_folder.Path, "runs"));

        Assert.Equal(2, exit);
        Assert.DoesNotContain("\u001b", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_says_what_is_there_and_what_would_be_done_and_clusters_nothing()
    {
        var table = _folder.Write("t.csv", "id;u;v\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i};{i % 2 * 9},5;{i % 5}\n")));

        var (exit, output, _) = KindredProcess.Run("check", table, "--id-column", "id");

        Assert.Equal(0, exit);
        Assert.Contains("a table of text", output, StringComparison.Ordinal);
        Assert.Contains("id: texts, such as 'r0'; names the rows", output, StringComparison.Ordinal);
        Assert.Contains("u: numbers with decimals; learned from", output, StringComparison.Ordinal);
        Assert.Contains("'kindred cluster' would take the recipe", output, StringComparison.Ordinal);
        Assert.Contains("Estimated", output, StringComparison.Ordinal);
        Assert.Equal([table], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_check_in_JSON_says_what_would_be_refused()
    {
        var table = _folder.Write("t.csv", "id;u\na;1,5\nb;2,5\n");

        var (exit, output, _) = KindredProcess.Run("check", table, "--json");

        Assert.Equal(2, exit);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Contains("--id-column id", json.RootElement.GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, json.RootElement.GetProperty("columns").GetArrayLength());
    }

    [Fact]
    public void Records_that_are_damaged_are_told_without_types_of_the_runtime()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "run"));
        File.WriteAllText(Path.Combine(_folder.Path, "run", "run.json"), "{\n  \"recipe\": 5\n}");

        var (exit, _, error) = KindredProcess.Run("report", Path.Combine(_folder.Path, "run"));

        Assert.Equal(2, exit);
        Assert.Contains("line 2, $.recipe: another kind of value is needed there", error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_a_value_are_left_out_counted_and_listed()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i};{i % 2 * 9},{i % 5};{(i == 7 ? "" : $"{i % 3},5")}\n"));
        var table = _folder.Write("t.csv", "id;u;v\n" + rows);
        var runs = Path.Combine(_folder.Path, "runs");

        var (exit, output, error) = KindredProcess.Run("cluster", table, "-k", "2", "--id-column", "id", "--missing", "drop", "--out", runs);

        Assert.True(exit == 0, error);
        Assert.Contains("1 of 20 rows", output, StringComparison.Ordinal);
        Assert.Contains("line 9", output, StringComparison.Ordinal);
        Assert.Contains("\"line\": 9", File.ReadAllText(Assert.Single(Directory.GetFiles(runs, "run.json", SearchOption.AllDirectories))), StringComparison.Ordinal);
    }
}
