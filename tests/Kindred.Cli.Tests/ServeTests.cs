using System.Net;
using System.Text.Json.Nodes;
using Kindred.Cli.Serve;
using Kindred.Service.Web;

namespace Kindred.Cli.Tests;

/// <summary>What <c>kindred serve</c> gives and keeps.</summary>
[Collection(ServedRuns.Name)]
public sealed class ServeTests(ServedRun served) : IDisposable
{
    public void Dispose() => File.Delete(served.Kept);


    [Fact]
    public async Task The_page_is_the_report_that_knows_it_is_served_and_may_talk_to_this_server_alone()
    {
        var page = await served.Client.GetStringAsync("/");

        Assert.Contains("<meta name=\"kindred-served\" content=\"1\">", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; connect-src 'self';", page, StringComparison.Ordinal);
        var own = await File.ReadAllTextAsync(Path.Combine(served.Folder, "report.html"));
        Assert.Equal(own[own.IndexOf("<title>", StringComparison.Ordinal)..], page[page.IndexOf("<title>", StringComparison.Ordinal)..]);
    }


    [Fact]
    public async Task Decisions_are_kept_as_they_came_and_apply_finds_them()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await served.Client.GetAsync("/decisions.json")).StatusCode);
        var text = served.Decisions(new JsonObject { ["do"] = "merge", ["groups"] = new JsonArray(0, 1) }, new JsonObject { ["do"] = "rename", ["group"] = 0, ["name"] = "both" });

        Assert.Equal(HttpStatusCode.NoContent, (await served.Put(text)).StatusCode);

        Assert.Equal(text, await served.Client.GetStringAsync("/decisions.json"));
        Assert.Equal(text, await File.ReadAllTextAsync(served.Kept));
        var (exit, output, error) = KindredProcess.Run("apply", served.Folder);
        Assert.True(exit == 0, error);
        Assert.Contains("both", output, StringComparison.Ordinal);
    }


    [Theory]
    [InlineData("this is no JSON")]
    [InlineData("{}")]
    [InlineData("""{"format":"kindred-decisions","version":1,"run":{"sha256":"00","recipe":"x","seed":"1"},"decisions":[]}""")]
    [InlineData("""{"format":"kindred-decisions","version":2}""")]
    public async Task What_apply_would_refuse_is_refused_in_a_sentence_and_changes_nothing(string text)
    {
        await served.Put(served.Decisions());
        var before = await File.ReadAllTextAsync(served.Kept);

        var answer = await served.Put(text);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var sentence = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>();
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", sentence, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(served.Kept));
        Assert.Empty(Directory.GetFiles(served.Folder, ".*"));
    }


    [Fact]
    public async Task A_group_that_is_not_there_is_refused()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await served.Put(served.Decisions(new JsonObject { ["do"] = "rename", ["group"] = 77, ["name"] = "x" }))).StatusCode);
        Assert.False(File.Exists(served.Kept));
    }


    [Fact]
    public async Task More_than_is_kept_is_refused()
    {
        using var content = new StreamContent(new MemoryStream(new byte[(64 << 20) + 1]));
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await served.Client.PutAsync(new Uri("/decisions.json", UriKind.Relative), content)).StatusCode);
        }
        catch (HttpRequestException)
        {
            // the server closed the connection while this was being sent
        }

        Assert.False(File.Exists(served.Kept));
    }


    [Fact]
    public async Task Of_two_pages_the_one_that_did_not_see_the_others_change_is_told_so()
    {
        var first = (await served.Put(served.Decisions())).Headers.ETag!;
        var renamed = served.Decisions(new JsonObject { ["do"] = "rename", ["group"] = 0, ["name"] = "A" });
        Assert.Equal(HttpStatusCode.NoContent, (await served.Put(renamed, first)).StatusCode);

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await served.Put(served.Decisions(), first)).StatusCode);

        Assert.Equal(renamed, await File.ReadAllTextAsync(served.Kept));
    }


    [Fact]
    public async Task The_command_serves_until_it_is_stopped()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = KindredProcess.Start("serve", served.Folder, "--urls", "http://127.0.0.1:0");
        var line = (await process.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient();
        Assert.Contains("kindred-served", await client.GetStringAsync(new Uri(line.Split(' ')[0])), StringComparison.Ordinal);

        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Each_of_several_runs_keeps_its_own()
    {
        using var folder = new TemporaryFolder();
        var other = served.Run with { Record = served.Run.Record with { Recipe = "other" } };
        var key = new PageKey();
        await using var server = RunServer.Create(
            ListenAddress.Parse("http://127.0.0.1:0"), key, [], [new KeptDecisions(served.Folder, served.Run), new KeptDecisions(folder.Path, other)], new OriginalPictures(served.Run, null), new PictureFiles(folder.Path));
        await server.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        await client.GetStringAsync(new Uri(key.AddressOf(server.Urls.First())));
        using var content = new StringContent(served.Decisions().Replace($"\"{served.Run.Record.Recipe}\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PutAsync(new Uri($"/decisions.json?recipe={served.Run.Record.Recipe}&seed=1", UriKind.Relative), content)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsync(new Uri("/decisions.json?recipe=other&seed=1", UriKind.Relative), content)).StatusCode);

        Assert.True(File.Exists(Path.Combine(folder.Path, "decisions.json")));
        Assert.False(File.Exists(served.Kept));
        foreach (var unknown in new[] { "/decisions.json", "/decisions.json?recipe=other&seed=2", "/decisions.json?recipe=none&seed=1" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(unknown, UriKind.Relative))).StatusCode);
    }
}
