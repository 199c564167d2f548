using System.Net;
using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)((i * i) >> 3))];
    private static readonly PublishedFile File1 = new("one.gz", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_file_gets_its_name_and_progress_counts_its_bytes()
    {
        var steps = new Steps();
        using var server = new Server(_ => Ok(Content));

        Fetch(server, progress: steps);

        Assert.Equal(Content, File.ReadAllBytes(_folder["one.gz"]));
        Assert.Equal("http://example.test/sets/one.gz", Assert.Single(server.Asked));
        Assert.Equal(Content.Length, steps.All[^1].Step);
        Assert.All(steps.All, step => Assert.Equal(Content.Length, step.MaxSteps));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_is_not_fetched_again()
    {
        _folder.Write("one.gz", Content);
        using var server = new Server(_ => throw new HttpRequestException("must not be asked"));

        Fetch(server);

        Assert.Empty(server.Asked);
    }

    [Fact]
    public void Trouble_that_passes_is_waited_out()
    {
        using var server = new Server(attempt => attempt switch
        {
            0 => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            1 => throw new HttpRequestException("connection reset"),
            2 => Ok(Content[..1000]),
            _ => Ok(Content),
        });

        Fetch(server);

        Assert.Equal(4, server.Asked.Count);
        Assert.Equal(Content, File.ReadAllBytes(_folder["one.gz"]));
    }

    [Theory]
    [InlineData("short", "1000 bytes came, 200000 were published")]
    [InlineData("long", "more than 200000 bytes came, 200000 were published")]
    [InlineData("wrong", "not what was published")]
    [InlineData("error", "the server answered 503")]
    [InlineData("broken", "line cut")]
    [InlineData("silent", "the server was silent")]
    public void What_was_not_published_never_gets_the_name(string trouble, string sentence)
    {
        using var server = new Server(_ => trouble switch
        {
            "short" => Ok(Content[..1000]),
            "long" => Ok([.. Content, 1]),
            "wrong" => Ok([.. Content[..^1], (byte)(Content[^1] ^ 1)]),
            "error" => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            "broken" => Ok(new BrokenStream(new IOException("line cut"))),
            _ => Ok(new BrokenStream(failure: null)),
        });

        var error = Assert.Throws<DataFileException>(() => Fetch(server, patience: trouble == "silent" ? 500 : 60_000));

        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("http://example.test/sets/one.gz: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Asked.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_that_is_gone_is_asked_for_once()
    {
        using var server = new Server(_ => new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.Throws<DataFileException>(() => Fetch(server));

        Assert.Single(server.Asked);
    }

    [Fact]
    public void Cancelling_stops_at_once_and_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new Server(_ => Ok(Content));

        Assert.ThrowsAny<OperationCanceledException>(() => Fetch(server, new Steps(_ => cancellation.Cancel()), cancellation: cancellation.Token));

        Assert.Single(server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var server = new Server(_ => Ok(Content));
        var inTheWay = _folder.Write("file", "not a folder");
        var download = new Download { Address = new Uri("http://example.test/"), Handler = server };

        var error = Assert.Throws<DataFileException>(() => download.Fetch([File1], Path.Combine(inTheWay, "sub"), null, CancellationToken.None));

        Assert.Contains("Nothing can be written", error.Message, StringComparison.Ordinal);
    }

    // long patience, since a busy machine may be slower than a silent server; where a server does fall silent, the test says how long to wait
    private void Fetch(Server server, IProgress<FitProgress>? progress = null, int patience = 60_000, CancellationToken cancellation = default) => new Download
    {
        Address = new Uri("http://example.test/sets/"),
        Handler = server,
        Pause = TimeSpan.FromMilliseconds(1),
        Patience = TimeSpan.FromMilliseconds(patience),
    }.Fetch([File1], _folder.Path, progress, cancellation);

    private static HttpResponseMessage Ok(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    private static HttpResponseMessage Ok(Stream content) => new(HttpStatusCode.OK) { Content = new StreamContent(content) };

    private sealed class Steps(Action<FitProgress>? each = null) : IProgress<FitProgress>
    {
        public List<FitProgress> All { get; } = [];

        public void Report(FitProgress value)
        {
            All.Add(value);
            each?.Invoke(value);
        }
    }

    private sealed class Server(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(answer(Asked.Count - 1));
        }
    }

    /// <summary>Gives some bytes, then fails, or never answers.</summary>
    private sealed class BrokenStream(Exception? failure) : MemoryStream(new byte[100])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
                return await base.ReadAsync(buffer, cancellationToken);
            if (failure is not null)
                throw failure;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
