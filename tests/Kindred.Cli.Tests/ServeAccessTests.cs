using System.Net;
using System.Text.Json.Nodes;
using Kindred.Cli.Serve;
using Kindred.Service.Web;

namespace Kindred.Cli.Tests;

/// <summary>Whom <c>kindred serve</c> does not answer.</summary>
[Collection(ServedRuns.Name)]
public sealed class ServeAccessTests(ServedRun served) : IDisposable
{
    public void Dispose() => File.Delete(served.Kept);


    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("")]
    public async Task A_name_that_another_site_pointed_here_is_refused(string host)
    {
        foreach (var path in new[] { "/", "/decisions.json", "/items/train/0" })
            Assert.Contains(" 400 ", await served.Raw($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
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
        Assert.Equal(HttpStatusCode.Forbidden, (await served.Client.SendAsync(put)).StatusCode);
        Assert.False(File.Exists(served.Kept));

        using var get = new HttpRequestMessage(HttpMethod.Get, "/items/train/0");
        get.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await served.Client.SendAsync(get)).StatusCode);
    }


    [Fact]
    public async Task No_site_is_told_that_it_may()
    {
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/decisions.json");
        ask.Headers.Add("Origin", "http://evil.example");
        ask.Headers.Add("Access-Control-Request-Method", "PUT");
        var answer = await served.Client.SendAsync(ask);

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
    public async Task Who_has_not_opened_the_printed_address_gets_nothing_and_changes_nothing()
    {
        using var stranger = new HttpClient { BaseAddress = served.Address };
        foreach (var path in new[] { "/", "/?key=", $"/?key={new string('0', 32)}", "/decisions.json", "/items/train/0", "/report-pictures-0a/0.webp", $"/decisions.json{served.Printed.Query}" })
        {
            var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains("the address that 'kindred serve' printed", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        using var content = new StringContent(served.Decisions());
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PutAsync(new Uri("/decisions.json", UriKind.Relative), content)).StatusCode);
        Assert.False(File.Exists(served.Kept));
    }

    [Fact]
    public async Task The_key_is_another_each_time_and_scripts_of_the_page_cannot_read_it()
    {
        Assert.NotEqual(new PageKey().AddressOf("http://127.0.0.1"), new PageKey().AddressOf("http://127.0.0.1"));
        Assert.Matches("^\\?key=[0-9a-f]{32}$", served.Printed.Query);
        using var stranger = new HttpClient();
        var cookie = Assert.Single((await stranger.GetAsync(served.Printed)).Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"kindred-{served.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }
}
