using System.Net;
using System.Security.Cryptography;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>A file as its publisher offers it.</summary>
internal sealed record PublishedFile(string Name, int Bytes, string Sha256);

/// <summary>Fetches published files. Only a file with the published checksum ever gets its final name.</summary>
internal sealed record Download
{
    private const int BufferSize = 1 << 16;

    public required Uri Address { get; init; }

    /// <summary>How to reach the network; null for the system's way.</summary>
    public HttpMessageHandler? Handler { get; init; }

    public int Retries { get; init; } = 3;

    /// <summary>Before the first retry; doubled before each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the other side may stay silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Puts every file that is not there yet into the folder, which is made if need be.</summary>
    /// <exception cref="DataFileException">A file could not be fetched whole, after all retries.</exception>
    public void Fetch(IReadOnlyList<PublishedFile> files, string folder, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            Unfinished.Prepare(folder);
        }
        catch (IOException refused)
        {
            throw new DataFileException(folder, refused.Message, refused);
        }

        using var client = new HttpClient(Handler ?? new SocketsHttpHandler(), disposeHandler: Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var file in files)
        {
            if (!File.Exists(Path.Combine(folder, file.Name)))
                FetchAsync(client, file, folder, progress, cancellation).GetAwaiter().GetResult();
        }
    }

    private async Task FetchAsync(HttpClient client, PublishedFile file, string folder, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var partial = Unfinished.NewPath(folder);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var failure = await TryFetchAsync(client, file, partial, progress, cancellation).ConfigureAwait(false);
                if (failure is null)
                    break;
                if (attempt == Retries || failure.Final)
                    throw new DataFileException(new Uri(Address, file.Name).ToString(), $"the download failed: {failure.Reason}.");
                await Task.Delay(Pause * (1 << attempt), cancellation).ConfigureAwait(false);
            }

            File.Move(partial, Path.Combine(folder, file.Name), overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Null when the partial file holds what was published.</summary>
    private async Task<Failure?> TryFetchAsync(HttpClient client, PublishedFile file, string partial, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Patience);
        try
        {
            using var response = await client.GetAsync(new Uri(Address, file.Name), HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return new Failure($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", IsFinal(response.StatusCode));
            using var content = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            return await CopyAsync(content, file, partial, progress, silence).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Failure($"the server was silent for {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new Failure(broken.Message.TrimEnd('.'));
        }
    }

    private async Task<Failure?> CopyAsync(Stream content, PublishedFile file, string partial, IProgress<FitProgress>? progress, CancellationTokenSource silence)
    {
        using var target = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var copied = 0;
        while (copied <= file.Bytes)
        {
            silence.CancelAfter(Patience);
            var read = await content.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            if (read == 0)
                break;
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), silence.Token).ConfigureAwait(false);
            copied += read;
            progress?.Report(new FitProgress($"download {file.Name}", Math.Min(copied, file.Bytes), file.Bytes, double.NaN));
        }

        if (copied != file.Bytes)
            return new Failure($"{(copied > file.Bytes ? "more than " : "")}{Math.Min(copied, file.Bytes)} bytes came, {file.Bytes} were published");
        var got = Convert.ToHexStringLower(hash.GetHashAndReset());
        return got == file.Sha256 ? null : new Failure($"the content is not what was published (SHA-256 {got} instead of {file.Sha256})");
    }

    /// <summary>Whether asking again cannot help.</summary>
    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private sealed record Failure(string Reason, bool Final = false);
}
