using System.Net;
using System.Net.Sockets;
using System.Text;
using Kindred.Cli.Tests;
using Kindred.Models;

namespace Kindred.Service.Tests;

/// <summary>Stopped, loaded again, left by its clients.</summary>
[Collection(ServiceTests.Name)]
public sealed class LifeTests(Models models)
{
    [Fact]
    public async Task Stopped_it_answers_what_is_under_way_and_takes_nothing_new()
    {
        await using var served = await Served.Start(models.Leiden);
        var png = Pictures.Png(models.Images, 0);
        using var unfinished = new Unfinished(served.Port, $"POST /assign HTTP/1.1\r\nHost: {{0}}\r\nContent-Type: image/png\r\nContent-Length: {png.Length}\r\n\r\n");
        await unfinished.Sent;
        await unfinished.Finish(png[..100]);
        await Task.Delay(300);  // it is being read

        var stopping = served.Server.StopAsync();
        await Task.Delay(300);
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            using var late = new TcpClient();
            await late.ConnectAsync(IPAddress.Loopback, served.Port);
        });
        Assert.False(stopping.IsCompleted);
        await unfinished.Finish(png[100..]);

        Assert.StartsWith("HTTP/1.1 200 ", await unfinished.Answer(), StringComparison.Ordinal);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(served.Log.Faults);
    }

    [Fact]
    public async Task Another_model_in_the_file_is_served_once_it_is_loaded_again()
    {
        var path = models.Alone(models.Leiden);
        await using var served = await Served.Start(path);
        Assert.Equal("hog-leiden", await RecipeOf(served));

        File.Copy(models.KMeans, path, overwrite: true);
        Assert.Equal("hog-leiden", await RecipeOf(served));
        Assert.True(served.Server.Reload());

        Assert.Equal("kmeans-pixels", await RecipeOf(served));
        Assert.Equal(KindredModel.Load(models.KMeans).Assign(models.Images)[0], EndpointTests.Read((await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))))[0]!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1)]
    public async Task A_file_that_holds_no_model_leaves_the_one_before(int bytes)
    {
        var path = models.Alone(models.Leiden);
        await using var served = await Served.Start(path);
        if (bytes < 0)
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(models.KMeans))[..bytes]);

        Assert.False(served.Server.Reload());

        Assert.Contains(served.Log.Entries, entry => entry.Text.StartsWith("The model was not loaded again", StringComparison.Ordinal));
        Assert.Equal("hog-leiden", await RecipeOf(served));
        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));
    }

    [Fact]
    public async Task Requests_go_on_while_the_model_is_loaded_again()
    {
        var path = models.Alone(models.Leiden);
        await using var served = await Served.Start(path);
        var png = Pictures.Png(models.Images, 0);
        var asking = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 30; i++)
                await Served.Items(await served.PostPng(png));
        }));
        for (var i = 0; i < 5; i++)
        {
            File.Copy(i % 2 == 0 ? models.KMeans : models.Leiden, path + ".new", overwrite: true);
            File.Move(path + ".new", path, overwrite: true);
            Assert.True(served.Server.Reload());
        }

        await asking;
        Assert.Empty(served.Log.Faults);
    }

    [Fact]
    public async Task Two_hundred_clients_that_vanish_harm_nobody()
    {
        await using var served = await Served.Start(models.Leiden);
        var png = Pictures.Png(models.Images, 0);
        string[] starts =
        [
            "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\nabc",
            "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\n",
            "POST /find HTTP/1.1\r\nHost: {0}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n[",
            "POST /assign HTTP/1.1\r\nHost: {0}\r\n",
        ];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var client = new Unfinished(served.Port, starts[i % starts.Length]);
            await client.Sent;
            await Task.Delay(i % 20);
            client.Kill();
        }).Concat(Enumerable.Range(0, 50).Select(async _ => Assert.Single(await Served.Items(await served.PostPng(png))))));

        Assert.Single(await Served.Items(await served.PostPng(png)));
        Assert.Empty(served.Log.Faults);
        for (var attempt = 0; attempt < 100 && !(await served.Client.GetStringAsync(new Uri("metrics", UriKind.Relative))).Contains("kindred_service_waiting{otel_scope_name=\"Kindred.Service\"} 0", StringComparison.Ordinal); attempt++)
            await Task.Delay(50);
    }

    [Fact]
    public async Task The_command_serves_reloads_at_a_hangup_and_stops_at_a_signal()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = models.Alone(models.Leiden);
        using var process = KindredProcess.Start("serve", path, "--urls", "http://127.0.0.1:0");
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = new Uri((await process.StandardOutput.ReadLineAsync())!.Split(' ')[0]) };
        async Task<string> Recipe() => System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync(new Uri("model", UriKind.Relative)))!["origin"]!["recipe"]!.GetValue<string>();
        Assert.Equal("hog-leiden", await Recipe());

        File.Copy(models.KMeans, path, overwrite: true);
        Signal("-HUP", process.Id);
        for (var attempt = 0; attempt < 200 && await Recipe() != "kmeans-pixels"; attempt++)
            await Task.Delay(50);
        Assert.Equal("kmeans-pixels", await Recipe());

        await File.WriteAllTextAsync(path, "no model");
        Signal("-HUP", process.Id);
        for (var attempt = 0; attempt < 200 && !errors.ToString().Contains("not loaded again", StringComparison.Ordinal); attempt++)
            await Task.Delay(50);
        Assert.Contains("not loaded again", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("kmeans-pixels", await Recipe());

        Signal("-TERM", process.Id);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, process.ExitCode);
    }

    private static void Signal(string signal, int process)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [signal, $"{process}"]);
        kill.WaitForExit();
    }

    private static async Task<string> RecipeOf(Served served) =>
        System.Text.Json.Nodes.JsonNode.Parse(await served.Client.GetStringAsync(new Uri("model", UriKind.Relative)))!["origin"]!["recipe"]!.GetValue<string>();
}
