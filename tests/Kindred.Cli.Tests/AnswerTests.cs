using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kindred.Cli.Tests;

/// <summary>What programs are told: one document on standard output, as docs/json.md has it.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("recipes", "recipes", "recipes")]
    [InlineData("datasets", "datasets", "datasets")]
    [InlineData("encoders", "encoders", "encoders")]
    [InlineData("datasets-get", "name", "datasets", "get", "wardrobe")]
    [InlineData("summary", "settings", "summary", "kmeans-pixels")]
    [InlineData("completion", "script", "completion", "bash")]
    public void Commands_that_tell_answer_one_document(string schema, string field, params string[] arguments)
    {
        var (exit, output, error) = KindredProcess.Run([.. arguments, "--json"]);

        Assert.True(exit == 0, error);
        Assert.True(Document(output, schema).TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("cluster", "no-such-data")]
    [InlineData("clutser", "no-such-data")]
    [InlineData("cluster", "no-such-data", "-k", "many")]
    [InlineData("apply", "no-such-run")]
    public void Errors_are_documents_and_keep_their_exit_code(params string[] arguments)
    {
        var (exit, output, error) = KindredProcess.Run([.. arguments, "--json"]);

        Assert.Equal(2, exit);
        var document = Document(output, "error");
        Assert.Equal(2, document.GetProperty("exitCode").GetInt32());
        Assert.Contains(document.GetProperty("error").GetString()!, error, StringComparison.Ordinal);
    }

    [Fact]
    public void From_a_table_to_its_groups_every_step_answers_what_the_next_one_needs()
    {
        var table = _folder.Write("t.csv", string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 3 * 9},{i % 3 * 5},{i % 7 * 0.1}\n")));
        var runs = Path.Combine(_folder.Path, "runs");

        var clustered = Answered("cluster", "cluster", table, "-k", "3", "--out", runs);
        var run = clustered.GetProperty("run");
        Assert.Equal(60, clustered.GetProperty("clusters").EnumerateArray().Sum(cluster => cluster.GetProperty("size").GetInt32()));
        Assert.True(File.Exists(run.GetProperty("report").GetString()));
        Assert.Equal(60, run.GetProperty("dataset").GetProperty("train").GetInt32());

        var folder = run.GetProperty("folder").GetString()!;
        var assigned = Answered("assign", "assign", run.GetProperty("model").GetString()!, table, "--out", Path.Combine(_folder.Path, "assigned"));
        Assert.Equal(60, assigned.GetProperty("items").GetInt32());
        Assert.True(File.Exists(assigned.GetProperty("assignments").GetString()));
        Assert.Equal(3, Answered("find", "find", folder, table, "-n", "3").GetProperty("found")[0].GetProperty("nearest").GetArrayLength());
        Assert.True(File.Exists(Answered("report", "report", folder).GetProperty("report").GetString()));
        Assert.Equal(60, Answered("check", "check", table).GetProperty("items").GetInt32());
    }

    [Fact]
    public void Quiet_leaves_standard_error_empty_and_keeps_results()
    {
        var (exit, output, error) = KindredProcess.Run("run", "--recipe", "kmeans-pixels", "--out", _folder.Path, "--quiet");

        Assert.Equal(0, exit);
        Assert.Empty(error);
        Assert.Contains("kmeans-pixels", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_piped_is_results_and_what_is_seen_meanwhile_is_progress_in_plain_words()
    {
        var (exit, output, error) = KindredProcess.Run("run", "--recipe", "kmeans-pixels", "--out", _folder.Path);

        Assert.Equal(0, exit);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("objective", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("left", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_has_its_document_described()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "json.md"));

        foreach (var command in KindredCommand.Create().Subcommands.Where(command => command.Name != "bench"))
        {
            Assert.Contains($"`kindred/{command.Name}`", page, StringComparison.Ordinal);
            foreach (var below in command.Subcommands)
                Assert.Contains($"`kindred/{command.Name}-{below.Name}`", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "No browser could be opened here; open ")]
    public void A_report_is_opened_in_the_browser_or_it_is_said_that_there_is_none(int exitOfBrowser, string sentence)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var seen = Path.Combine(_folder.Path, "seen");
        var browser = _folder.Write("xdg-open", $"#!/bin/sh\nprintf %s \"$1\" > '{seen}'\nexit {exitOfBrowser}\n");
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var table = _folder.Write("t.csv", string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 2 * 9},{i % 5}\n")));

        var (exit, output, error) = KindredProcess.Run(
            new Dictionary<string, string> { ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" },
            "cluster", table, "-k", "2", "--out", Path.Combine(_folder.Path, "runs"), "--open", "--json", "--quiet");

        Assert.Equal(0, exit);
        Assert.Equal(Document(output, "cluster").GetProperty("run").GetProperty("report").GetString(), File.ReadAllText(seen));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Equal(sentence.Length == 0, error.Length == 0);
    }

    private static JsonElement Answered(string schema, params string[] arguments)
    {
        var (exit, output, error) = KindredProcess.Run([.. arguments, "--json"]);
        Assert.True(exit == 0, error);
        return Document(output, schema);
    }

    private static JsonElement Document(string output, string schema)
    {
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["schema", "version"], json.RootElement.EnumerateObject().Take(2).Select(field => field.Name));
        Assert.Equal($"kindred/{schema}", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        return json.RootElement.Clone();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
