using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Kindred.Datasets;
using SkiaSharp;

namespace Kindred.Load;

/// <summary>Single pictures, sent to a service at a bounded rate: when each is due is settled beforehand, and its time counts from then, so that a slow service cannot slow the clock.</summary>
internal sealed class LoadRun(LoadSettings settings, byte[][] pictures)
{
    private readonly double[] _milliseconds = new double[(int)(settings.Rate * settings.Duration.TotalSeconds)];
    private int _next = -1;
    private int _failed, _sent;

    /// <summary>What came of it, as a line of JSON.</summary>
    public static async Task<string> Of(LoadSettings settings)
    {
        var run = new LoadRun(settings, Pictures());
        using var client = run.Client();
        for (var i = 0; i < 100; i++)
            await run.Send(client, i);  // connections and code that is compiled on first use
        var before = await MemoryMiB(client);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => run.Work(client, started)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var times = run._milliseconds[..run._sent];
        Array.Sort(times);
        return JsonSerializer.Serialize(new
        {
            job = "serve",
            requests = run._sent,
            failed = run._failed,
            seconds = Math.Round(seconds, 1),
            per_second = Math.Round(run._sent / seconds, 1),
            p50_ms = Percentile(times, 0.5),
            p99_ms = Percentile(times, 0.99),
            max_ms = Percentile(times, 1),
            memory_mib_start = before,
            memory_mib_end = await MemoryMiB(client),
        });
    }

    private async Task Work(HttpClient client, long started)
    {
        while (Interlocked.Increment(ref _next) is var request && request < _milliseconds.Length)
        {
            var due = TimeSpan.FromSeconds(request / settings.Rate);
            if (due > settings.Duration)
                return;
            if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                await Task.Delay(early);
            if (Stopwatch.GetElapsedTime(started) > settings.Duration + TimeSpan.FromSeconds(5))
                return;  // it has not kept up
            if (!await Send(client, request))
                Interlocked.Increment(ref _failed);
            _milliseconds[Interlocked.Increment(ref _sent) - 1] = (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds;
        }
    }

    private async Task<bool> Send(HttpClient client, int request)
    {
        using var content = new ByteArrayContent(pictures[request % pictures.Length]);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var answer = await client.PostAsync(new Uri("assign", UriKind.Relative), content);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode;
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = settings.Connections }) { BaseAddress = settings.Address };
        if (settings.Key is not null)
            client.DefaultRequestHeaders.Add("X-Api-Key", settings.Key);
        return client;
    }

    /// <summary>What the service says that its process takes.</summary>
    private static async Task<double> MemoryMiB(HttpClient client)
    {
        var lines = (await client.GetStringAsync(new Uri("metrics", UriKind.Relative))).Split('\n');
        var line = lines.FirstOrDefault(line => line.StartsWith("dotnet_process_memory_working_set_bytes", StringComparison.Ordinal));
        return line is null ? double.NaN : Math.Round(double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) / (1 << 20), 1);
    }

    /// <summary>500 pictures of 28 x 28, as PNG files.</summary>
    private static byte[][] Pictures()
    {
        var images = Wardrobe.Load(trainCount: 500, testCount: 1, seed: 2).Train;
        return [.. Enumerable.Range(0, images.Count).Select(i =>
        {
            using var bitmap = new SKBitmap(new SKImageInfo(images.Shape.Width, images.Shape.Height, SKColorType.Gray8));
            images.Bytes!.Row(i).CopyTo(bitmap.GetPixelSpan());
            using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            return png.ToArray();
        })];
    }

    private static double Percentile(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)], 2);
}
