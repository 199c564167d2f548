using System.Net;
using Kindred.Cli.Tests;
using Kindred.Service.Web;

namespace Kindred.Service.Tests;

/// <summary>Who may ask.</summary>
[Collection(ServiceTests.Name)]
public sealed class KeyTests(Models models)
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Outside_loopback_it_does_not_listen_without_a_key()
    {
        var refused = Assert.Throws<ArgumentException>(() => KindredServer.Create(models.Leiden, new ServerSettings { Address = ListenAddress.Parse("http://0.0.0.0:0") }));
        Assert.Contains("--api-key-file", refused.Message, StringComparison.Ordinal);
        Assert.Contains("KINDRED_API_KEY", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://0.0.0.0:0")]
    public async Task Without_the_key_nothing_of_the_model_is_told(string address)
    {
        await using var served = await Served.Start(models.Leiden, address: address, key: Key);
        using var stranger = new HttpClient { BaseAddress = served.Client.BaseAddress };
        string?[] keys = [null, "", "0123456789abcdef0123456789abcdeX", Key[..^1], Key + "0", Key.ToUpperInvariant()];
        foreach (var key in keys)
        {
            foreach (var path in (string[])["assign", "find", "model", "metrics", "none"])
            {
                using var request = new HttpRequestMessage(path is "assign" or "find" ? HttpMethod.Post : HttpMethod.Get, new Uri(path, UriKind.Relative));
                if (key is not null)
                    request.Headers.TryAddWithoutValidation(key.Length % 2 == 0 ? "X-Api-Key" : "Authorization", key.Length % 2 == 0 ? key : $"Bearer {key}");
                Assert.Contains("key", await Served.Refusal(await stranger.SendAsync(request), HttpStatusCode.Unauthorized), StringComparison.Ordinal);
            }
        }

        Assert.Equal("ok", await stranger.GetStringAsync(new Uri("healthz", UriKind.Relative)));
        Assert.Contains("<h1>", await stranger.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_key_in_either_header_it_answers()
    {
        await using var served = await Served.Start(models.Leiden, key: Key);
        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));

        using var other = new HttpClient { BaseAddress = served.Client.BaseAddress };
        other.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri("model", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with spaces in it, long enough")]
    [InlineData("mit-Umlauten-äöü-lang-genug")]
    public void Keys_that_keep_nobody_out_or_that_no_header_can_carry_are_refused(string key) => Assert.Throws<ArgumentException>(() => new ApiKey(key));

    [Fact]
    public void The_command_says_what_is_missing_and_takes_the_key_from_a_file_or_the_environment()
    {
        using var folder = new TemporaryFolder();
        var (exit, _, error) = KindredProcess.Run("serve", models.Leiden, "--urls", "http://0.0.0.0:0");
        Assert.Equal(2, exit);
        Assert.Contains("--api-key-file", error, StringComparison.Ordinal);

        var empty = folder.Write("empty", "");
        Assert.Contains("API key", KindredProcess.Run("serve", models.Leiden, "--api-key-file", empty).Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", KindredProcess.Run("serve", models.Leiden, "--api-key-file", Path.Combine(folder.Path, "none")).Error, StringComparison.Ordinal);
        Assert.NotNull(ApiKey.Find(folder.Write("key", $"{Key}\n")));
        Assert.Contains("belongs to a model file", KindredProcess.Run("serve", Path.GetDirectoryName(models.Leiden)!, "--api-key-file", empty).Error, StringComparison.Ordinal);
        Assert.Contains("belongs to the folder of a run", KindredProcess.Run("serve", models.Leiden, "--dataset", folder.Path).Error, StringComparison.Ordinal);
        Assert.Contains("is needed", KindredProcess.Run("serve", Path.Combine(folder.Path, "nothing")).Error, StringComparison.Ordinal);
        Assert.Equal(2, KindredProcess.Run("serve", empty, "--urls", "http://127.0.0.1:0").ExitCode);
    }

    [Theory]
    [InlineData("http://*:5080", "*", false)]
    [InlineData("http://0.0.0.0:5080", "0.0.0.0", false)]
    [InlineData("http://[::]:5080", "[::]", false)]
    [InlineData("http://192.168.1.5:80", "192.168.1.5", false)]
    [InlineData("http://localhost:0", "localhost", true)]
    [InlineData("http://127.1.2.3:5080", "127.1.2.3", true)]
    [InlineData("http://[::1]:5080", "[::1]", true)]
    public void Addresses_are_told_apart(string text, string host, bool isLoopback)
    {
        var address = ListenAddress.Parse(text);
        Assert.Equal((host, isLoopback), (address.Host, address.IsLoopback));
    }

    [Theory]
    [InlineData("http://example.org:5080")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080/below")]
    [InlineData("http://user@127.0.0.1:5080")]
    [InlineData("5080")]
    [InlineData("")]
    public void Other_texts_are_none(string text) => Assert.StartsWith("--urls takes ", Assert.Throws<ArgumentException>(() => ListenAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Host", "evil.example", 400)]
    [InlineData("Host", "127.0.0.1.evil.example", 400)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    public async Task On_this_machine_other_sites_pages_may_not_ask(string header, string value, int status)
    {
        await using var served = await Served.Start(models.Leiden);
        foreach (var path in (string[])["assign", "find"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(Pictures.Png(models.Images, 0)) };
            request.Content.Headers.Add("Content-Type", "image/png");
            request.Headers.Add(header, value);
            await Served.Refusal(await served.Client.SendAsync(request), (HttpStatusCode)status);
        }
    }
}
