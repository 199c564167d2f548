using System.Collections.Concurrent;
using System.Net;

namespace Kindred.Service.Tests;

/// <summary>Whatever comes, the answer is a sentence, nothing goes into the log, and the next good request is answered.</summary>
[Collection(ServiceTests.Name)]
public sealed class MalformedTests(Models models)
{
    private const int AtOnce = 8;

    [Fact]
    public Task A_thousand_malformed_bodies_are_refused_in_sentences() => Refused(1_000);

    [Fact, Trait("Category", "Slow")]
    public Task Ten_thousand_malformed_bodies_are_refused_in_sentences() => Refused(10_000);

    [Fact]
    public async Task Slow_bodies_are_refused_and_hold_nobody_up()
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { RequestTimeout = TimeSpan.FromSeconds(2) });
        string[] starts =
        [
            "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nabc",
            "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"rows\":",
            "POST /find HTTP/1.1\r\nHost: {0}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\n",
        ];
        var slow = Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var client = new Unfinished(served.Port, starts[i % starts.Length]);
            await client.Sent;
            var answer = await client.OneAnswer().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
            Served.Sentence(answer[answer.IndexOf('{', StringComparison.Ordinal)..], 408);
        }));
        for (var i = 0; i < 20; i++)
            Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, i))));

        await slow;
        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));
        Assert.True(!served.Log.Faults.Any(), string.Join("\n", served.Log.Faults.Take(2)));
    }

    [Theory]
    [InlineData("POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n")]
    [InlineData("POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nContent-Length: abc\r\n\r\n")]
    [InlineData("POST /assign HTTP/1.1\r\nHost: {0}\r\nContent-Type: image/png\r\nContent-Length: 99999999999999\r\n\r\n")]
    [InlineData("POST /assign HTTP/9.9\r\nHost: {0}\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task Damaged_requests_are_refused(string text)
    {
        await using var served = await Served.Start(models.Leiden);
        using var client = new Unfinished(served.Port, text);
        await client.Sent;

        Assert.Matches("^HTTP/1.1 (4\\d\\d|505) ", await client.Answer().WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, 0))));
        Assert.Empty(served.Log.Faults);
    }

    private async Task Refused(int count)
    {
        await using var served = await Served.Start(models.Leiden, new ServiceSettings { MostBodyBytes = 1 << 20 });
        var bodies = new MalformedBodies(models.Images);
        var good = Pictures.Png(models.Images, 0);
        var statuses = new ConcurrentDictionary<int, int>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                var (type, body) = bodies.Make(number);
                using var answer = await served.Post(number % 3 == 0 ? "find" : "assign", body, type);
                var sentence = answer.StatusCode == HttpStatusCode.OK ? null : await Served.Refusal(answer);
                Assert.True(sentence is not null, $"Number {number} is answered: {await answer.Content.ReadAsStringAsync()}");
                statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, before) => before + 1);
                if (number % 50 == 0)
                    Assert.Single(await Served.Items(await served.PostPng(good)));
            }
        }));

        Assert.Single(await Served.Items(await served.PostPng(good)));
        Assert.Empty(served.Log.Faults);
        Assert.Equal([400, 413, 415, 422], statuses.Keys.Append(413).Distinct().Order());
        Assert.True(statuses[400] > count / 10 && statuses[422] > count / 10 && statuses[415] > count / 20);
    }
}
