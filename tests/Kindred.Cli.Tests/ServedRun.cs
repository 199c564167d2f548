using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kindred.Cli.Serve;
using Kindred.Runs;
using Kindred.Service.Web;
using Microsoft.AspNetCore.Builder;

namespace Kindred.Cli.Tests;

/// <summary>A run of a folder of photographs, served, and a client that has opened its page.</summary>
public sealed class ServedRun : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClientHandler _browser = new() { CookieContainer = new CookieContainer() };
    private readonly PageKey _key = new();
    private WebApplication? _server;

    internal string Folder { get; private set; } = string.Empty;

    internal string Photos => Path.Combine(_folder.Path, "photos");

    internal string Kept => Path.Combine(Folder, "decisions.json");

    internal Run Run { get; private set; } = null!;

    internal Uri Address => new(_server!.Urls.First());

    /// <summary>The address that is printed.</summary>
    internal Uri Printed => new(_key.AddressOf(_server!.Urls.First()));

    internal HttpClient Client { get; private set; } = null!;

    internal string Cookie => _browser.CookieContainer.GetCookieHeader(Address);

    public async Task InitializeAsync()
    {
        MixedPhotographs.Write(Photos);
        _folder.Write("secret.txt", "not for anybody");
        var (exit, _, error) = KindredProcess.Run("cluster", Photos, "-k", "3", "--out", Path.Combine(_folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Folder = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "runs")));
        Run = RunFolder.ReadWhole(Folder);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "report-pictures-0a")).FullName, "0.webp"), [1, 2, 3]);
        _server = RunServer.Create(ListenAddress.Parse("http://127.0.0.1:0"), _key, ServedPage.Read(Folder), [new KeptDecisions(Folder, Run)], new OriginalPictures(Run, Photos), new PictureFiles(Folder));
        await _server.StartAsync();
        Client = new HttpClient(_browser) { BaseAddress = Address };
        await Client.GetStringAsync(Printed);
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose()
    {
        Client.Dispose();
        _browser.Dispose();
        _folder.Dispose();
    }

    internal string Decisions(params JsonObject[] made) => new JsonObject
    {
        ["format"] = "kindred-decisions",
        ["version"] = 1,
        ["run"] = new JsonObject { ["sha256"] = Run.Record.Dataset.Sha256, ["recipe"] = Run.Record.Recipe, ["seed"] = "1" },
        ["decisions"] = new JsonArray([.. made]),
    }.ToJsonString();

    internal async Task<HttpResponseMessage> Put(string text, EntityTagHeaderValue? inPlaceOf = null)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/decisions.json") { Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json") };
        if (inPlaceOf is not null)
            put.Headers.IfMatch.Add(inPlaceOf);
        return await Client.SendAsync(put);
    }

    /// <summary>Byte for byte, as no client would send it; the cookie is put in.</summary>
    internal async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request.Replace("Connection: close", $"Cookie: {Cookie}\r\nConnection: close", StringComparison.Ordinal)));
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ServedRuns : ICollectionFixture<ServedRun>
{
    public const string Name = "served run";
}
