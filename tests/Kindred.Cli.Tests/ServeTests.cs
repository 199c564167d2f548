using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kindred.Cli.Serve;
using Kindred.Runs;
using Kindred.Service.Web;
using Microsoft.AspNetCore.Builder;

namespace Kindred.Cli.Tests;

/// <summary>A run of a folder of photographs, served.</summary>
public sealed class ServedRun : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _server;

    internal string Folder { get; private set; } = string.Empty;

    internal string Photos => Path.Combine(_folder.Path, "photos");

    internal string Kept => Path.Combine(Folder, "decisions.json");

    internal Run Run { get; private set; } = null!;

    internal Uri Address => new(_server!.Urls.First());

    public async Task InitializeAsync()
    {
        MixedPhotographs.Write(Photos);
        _folder.Write("secret.txt", "not for anybody");
        var (exit, _, error) = KindredProcess.Run("cluster", Photos, "-k", "3", "--out", Path.Combine(_folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Folder = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "runs")));
        Run = RunFolder.ReadWhole(Folder);
        _server = RunServer.Create(ListenAddress.Parse("http://127.0.0.1:0"), ServedPage.Read(Folder), new KeptDecisions(Folder, Run), new OriginalPictures(Run, Photos));
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    internal string Decisions(params JsonObject[] made) => new JsonObject
    {
        ["format"] = "kindred-decisions",
        ["version"] = 1,
        ["run"] = new JsonObject { ["sha256"] = Run.Record.Dataset.Sha256, ["recipe"] = Run.Record.Recipe, ["seed"] = "1" },
        ["decisions"] = new JsonArray([.. made]),
    }.ToJsonString();
}

/// <summary>What <c>kindred serve</c> gives, keeps and refuses.</summary>
public sealed class ServeTests(ServedRun served) : IClassFixture<ServedRun>, IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = served.Address };

    public void Dispose()
    {
        _client.Dispose();
        File.Delete(served.Kept);
    }

    [Fact]
    public async Task The_page_is_the_report_that_knows_it_is_served_and_may_talk_to_this_server_alone()
    {
        var page = await _client.GetStringAsync("/");

        Assert.Contains("<meta name=\"kindred-served\" content=\"1\">", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; connect-src 'self';", page, StringComparison.Ordinal);
        var own = await File.ReadAllTextAsync(Path.Combine(served.Folder, "report.html"));
        Assert.Equal(own[own.IndexOf("<title>", StringComparison.Ordinal)..], page[page.IndexOf("<title>", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Decisions_are_kept_as_they_came_and_apply_finds_them()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _client.GetAsync("/decisions.json")).StatusCode);
        var text = served.Decisions(new JsonObject { ["do"] = "merge", ["groups"] = new JsonArray(0, 1) }, new JsonObject { ["do"] = "rename", ["group"] = 0, ["name"] = "both" });

        Assert.Equal(HttpStatusCode.NoContent, (await Put(text)).StatusCode);

        Assert.Equal(text, await _client.GetStringAsync("/decisions.json"));
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
        await Put(served.Decisions());
        var before = await File.ReadAllTextAsync(served.Kept);

        var answer = await Put(text);

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
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(served.Decisions(new JsonObject { ["do"] = "rename", ["group"] = 77, ["name"] = "x" }))).StatusCode);
        Assert.False(File.Exists(served.Kept));
    }

    [Fact]
    public async Task More_than_is_kept_is_refused()
    {
        using var content = new StreamContent(new MemoryStream(new byte[(64 << 20) + 1]));
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _client.PutAsync(new Uri("/decisions.json", UriKind.Relative), content)).StatusCode);
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
        var first = (await Put(served.Decisions())).Headers.ETag!;
        var renamed = served.Decisions(new JsonObject { ["do"] = "rename", ["group"] = 0, ["name"] = "A" });
        Assert.Equal(HttpStatusCode.NoContent, (await Put(renamed, first)).StatusCode);

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(served.Decisions(), first)).StatusCode);

        Assert.Equal(renamed, await File.ReadAllTextAsync(served.Kept));
    }

    [Fact]
    public async Task Pictures_are_given_by_their_number()
    {
        var rows = served.Run.Clusters.Train!;
        for (var place = 0; place < rows.Rows.Length; place += 7)
        {
            var answer = await _client.GetAsync($"/items/train/{rows.Rows[place]}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("image/", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(served.Photos, rows.Names![place])), await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("GET /secret.txt")]
    [InlineData("GET /../secret.txt")]
    [InlineData("GET /items/../../secret.txt")]
    [InlineData("GET /items/train/..%2f..%2fsecret.txt")]
    [InlineData("GET /items/train/%2e%2e/%2e%2e/secret.txt")]
    [InlineData("GET /items/..%5c..%5c/0")]
    [InlineData("GET /items/train/99999999")]
    [InlineData("GET /items/train/-1")]
    [InlineData("GET /items/train/99999999999999999999")]
    [InlineData("GET /run.json")]
    [InlineData("GET /model.kindred")]
    [InlineData("GET //etc/passwd")]
    [InlineData("GET /etc/passwd")]
    [InlineData("GET file:///etc/passwd")]
    public async Task No_other_file_can_be_reached(string request)
    {
        var answer = await Raw($"{request} HTTP/1.1\r\nHost: 127.0.0.1:{served.Address.Port}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("not for anybody", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_leads_out_of_the_folder_or_to_no_picture_is_no_item()
    {
        using var folder = new TemporaryFolder();
        var photos = Directory.CreateDirectory(Path.Combine(folder.Path, "photos")).FullName;
        folder.Write("outside.png", "\u0089PNG");
        File.WriteAllText(Path.Combine(photos, "text.png"), "root:x:0:0");
        File.CreateSymbolicLink(Path.Combine(photos, "link.png"), "/etc/passwd");
        string[] names = ["../outside.png", "/etc/passwd", "text.png", "link.png", "gone.png", "photos/../../outside.png"];
        var rows = new ClusteredRows([0, 1, 2, 3, 4, 5], new int[6], new float[6], null, null) { Names = names };
        var pictures = new OriginalPictures(new Run(served.Run.Record, new Datasets.Parts<ClusteredRows>(rows, null, null)), photos);

        Assert.All(Enumerable.Range(0, 6), row => Assert.Null(pictures.Open("train", row)));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("")]
    public async Task A_name_that_another_site_pointed_here_is_refused(string host)
    {
        foreach (var path in new[] { "/", "/decisions.json", "/items/train/0" })
            Assert.Contains(" 400 ", await Raw($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_sites_page_asks_for_is_refused(string header, string value)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/decisions.json") { Content = new StringContent(served.Decisions()) };
        put.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(put)).StatusCode);
        Assert.False(File.Exists(served.Kept));

        using var get = new HttpRequestMessage(HttpMethod.Get, "/items/train/0");
        get.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(get)).StatusCode);
    }

    [Fact]
    public async Task No_site_is_told_that_it_may()
    {
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/decisions.json");
        ask.Headers.Add("Origin", "http://evil.example");
        ask.Headers.Add("Access-Control-Request-Method", "PUT");
        var answer = await _client.SendAsync(ask);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://example.org:5080")]
    [InlineData("http://*:5080")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080/below")]
    [InlineData("http://localhost@evil.example:5080")]
    [InlineData("5080")]
    public void Only_addresses_of_this_machine_alone_are_taken(string urls)
    {
        var refused = Assert.Throws<ArgumentException>(() => ListenAddress.ParseLoopback(urls, RunServer.WhyLoopback));
        Assert.StartsWith("--urls takes ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.1.2.3:0")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void Those_are(string urls) => Assert.NotEqual(-1, ListenAddress.ParseLoopback(urls, RunServer.WhyLoopback).Port);

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

    private async Task<HttpResponseMessage> Put(string text, EntityTagHeaderValue? inPlaceOf = null)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/decisions.json") { Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json") };
        if (inPlaceOf is not null)
            put.Headers.IfMatch.Add(inPlaceOf);
        return await _client.SendAsync(put);
    }

    /// <summary>Byte for byte, as no client would send it.</summary>
    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, served.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
