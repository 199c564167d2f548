using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kindred.Cli.Tests;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Recipes;
using Kindred.Runs;
using Kindred.Service.Web;
using Microsoft.Extensions.Logging;

namespace Kindred.Service.Tests;

/// <summary>Runs of the drawn data set in folders, made once.</summary>
public sealed class Models : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Models()
    {
        Data = Wardrobe.Load(trainCount: 600, testCount: 300, seed: 3);
        Leiden = Kept("hog-leiden");
        KMeans = Kept("kmeans-pixels");
    }

    internal Dataset Data { get; }

    internal ImageSet Images => Data.Test!;

    /// <summary>A model file in the folder of its run, which keeps codes.</summary>
    internal string Leiden { get; }

    /// <summary>One whose run keeps no codes in the space of the pixels.</summary>
    internal string KMeans { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>The model of a recipe in its run's folder.</summary>
    internal string Kept(string recipe) =>
        Path.Combine(RunFolder.Write(_folder.Path, RecipeCatalog.Create(recipe, 1, Data, clusterCount: 6).Run(Data)), KindredModel.FileName);

    /// <summary>A copy of a model by itself.</summary>
    internal string Alone(string model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, Guid.NewGuid().ToString("n"))).FullName;
        var copy = Path.Combine(folder, KindredModel.FileName);
        File.Copy(model, copy);
        return copy;
    }
}

[CollectionDefinition(Name)]
public sealed class ServiceTests : ICollectionFixture<Models>
{
    public const string Name = "service";
}

/// <summary>A server that listens on a free port until the test is over.</summary>
internal sealed class Served : IAsyncDisposable
{
    private Served(KindredServer server, LogBook log, string? key)
    {
        (Server, Log) = (server, log);
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(server.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
        if (key is not null)
            Client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    public KindredServer Server { get; }

    public LogBook Log { get; }

    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    public static async Task<Served> Start(string model, ServiceSettings? settings = null, string address = "http://127.0.0.1:0", string? key = null)
    {
        var log = new LogBook();
        var server = KindredServer.Create(model, new ServerSettings
        {
            Address = ListenAddress.Parse(address),
            Key = key is null ? null : new ApiKey(key),
            Service = settings ?? new ServiceSettings(),
            Logging = builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Information),
        });
        await server.StartAsync();
        return new Served(server, log, key);
    }

    public Task<HttpResponseMessage> Post(string path, byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public Task<HttpResponseMessage> PostPng(byte[] png, string path = "assign") => Post(path, png, "image/png");

    public Task<HttpResponseMessage> PostJson(string text, string path = "assign") => Post(path, System.Text.Encoding.UTF8.GetBytes(text), "application/json");

    public async Task<HttpResponseMessage> PostForm(IEnumerable<(string Name, byte[] File)> files, string path = "assign")
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, file) in files)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(part, "file", name);
        }

        return await Client.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    /// <summary>Byte for byte, as no client would send it; what comes back until the server closes, or nothing.</summary>
    public async Task<string> Raw(byte[] request, bool thenClose = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(request);
            if (thenClose)
                socket.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return string.Empty;  // the server closed the connection while this was being sent
        }
    }

    /// <summary>The answer's items, once it is known to be one.</summary>
    public static async Task<JsonArray> Items(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!["items"]!.AsArray();
    }

    /// <summary>The sentence of a refusal, once it is known to be one that a person understands.</summary>
    public static async Task<string> Refusal(HttpResponseMessage answer, HttpStatusCode? status = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status is null ? (int)answer.StatusCode is >= 400 and < 500 : answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return Sentence(text, (int)answer.StatusCode);
    }

    public static string Sentence(string problem, int status)
    {
        var json = JsonNode.Parse(problem)!;
        Assert.Equal(status, json["status"]!.GetValue<int>());
        var sentence = json["detail"]!.GetValue<string>();
        Assert.Matches("[.…]$", sentence);
        Assert.DoesNotContain("System.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", sentence, StringComparison.Ordinal);
        return sentence;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}
