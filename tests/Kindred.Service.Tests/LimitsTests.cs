using System.Net;
using Kindred.Models;

namespace Kindred.Service.Tests;

/// <summary>What is beyond the limits is refused in a sentence, and the next request is answered.</summary>
[Collection(ServiceTests.Name)]
public sealed class LimitsTests(Models models)
{
    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { MostBodyBytes = 100_000 });
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await served.PostPng(new byte[200_000])).StatusCode);
        }
        catch (HttpRequestException)
        {
            // the server closed the connection while this was being sent
        }

        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));
    }

    [Fact]
    public async Task More_items_than_are_taken_are_refused()
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { MostItems = 3 });
        var png = Pictures.Png(models.Images, 0);

        Assert.Contains("3 images or rows", await Served.Refusal(await served.PostForm(Enumerable.Repeat(("a.png", png), 4)), HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        var row = $"[{string.Join(',', Enumerable.Repeat("0", 784))}]";
        Assert.Contains("3 images or rows", await Served.Refusal(await served.PostJson($"{{\"rows\":[{string.Join(',', Enumerable.Repeat(row, 4))}]}}"), HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Equal(3, (await Served.Items(await served.PostForm(Enumerable.Repeat(("a.png", png), 3)))).Count);
    }

    [Fact]
    public async Task Where_too_many_wait_one_is_told_to_come_again()
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { MostWaiting = 2 });
        var answer = await served.PostForm(Enumerable.Repeat(("a.png", Pictures.Png(models.Images, 0)), 3));

        await Served.Refusal(answer, HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));
    }

    [Fact]
    public async Task Where_too_many_are_under_way_one_is_told_to_come_again()
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { MostRequests = 1, RequestTimeout = TimeSpan.FromSeconds(5) });
        var (slow, answer) = await Meet();
        using var _ = slow;
        await Served.Refusal(answer, HttpStatusCode.TooManyRequests);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains(" 408 ", await slow.OneAnswer(), StringComparison.Ordinal);
        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));

        // the slow one can come while a picture is under way: then it is the one that is told, and another is sent
        async Task<(Unfinished Slow, HttpResponseMessage Answer)> Meet()
        {
            while (true)
            {
                var slow = new Unfinished(served.Port, "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nabc");
                await slow.Sent;
                while (!slow.IsAnswered)
                {
                    if (await served.PostPng(Pictures.Png(models.Images, 0)) is { StatusCode: not HttpStatusCode.OK } refused)
                        return (slow, refused);
                }

                Assert.Contains(" 429 ", await slow.OneAnswer(), StringComparison.Ordinal);
                slow.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_small_file_that_promises_more_pixels_than_are_read_is_refused()
    {
        await using var served = await Served.Start(models.Leiden);
        var sentence = await Served.Refusal(await served.PostPng(Enormous()), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("pixels", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_never_touch_the_disk()
    {
        using var folder = new Cli.Tests.TemporaryFolder();
        await using var served = await Served.Start(models.Leiden);
        using var watcher = new FileSystemWatcher(Path.GetTempPath()) { EnableRaisingEvents = true };
        var made = new System.Collections.Concurrent.ConcurrentQueue<string>();
        watcher.Created += (_, file) => made.Enqueue(file.Name!);
        var large = Pictures.Plain(1500, 1500, SkiaSharp.SKColors.Teal).Concat(new byte[3 << 20]).ToArray();

        await Served.Items(await served.PostForm(Enumerable.Repeat(("large.png", large), 4)));

        Assert.DoesNotContain(made, name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_in_a_program_takes_a_model_without_a_file()
    {
        var served = ServedModel.Of(KindredModel.Load(models.KMeans), new ServiceSettings());
        Assert.True(served.TakesPictures);
        Assert.Null(served.Index);
    }

    /// <summary>A whole PNG header of 2³⁰ pixels, and nothing more.</summary>
    private static byte[] Enormous()
    {
        byte[] header = [0x49, 0x48, 0x44, 0x52, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 8, 0, 0, 0, 0];
        var crc = System.IO.Hashing.Crc32.HashToUInt32(header);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. header, (byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc, .. System.Text.Encoding.ASCII.GetBytes("\0\0\0\0IEND")];
    }
}
