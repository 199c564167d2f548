using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;

namespace Kindred.Service;

/// <summary>What a service takes at most, and how long it waits. Whatever is beyond is refused in a sentence that says what is taken.</summary>
public sealed record ServiceSettings
{
    /// <summary>Bytes of a request.</summary>
    public int MostBodyBytes { get; init => field = Guard.Positive(value); } = 32 << 20;

    /// <summary>Images or rows of a request.</summary>
    public int MostItems { get; init => field = Guard.Positive(value); } = 256;

    /// <summary>Requests that are read or answered at a time; further ones are told to come again.</summary>
    public int MostRequests { get; init => field = Guard.Positive(value); } = 512;

    /// <summary>Bytes of all requests that are read or answered at a time.</summary>
    public long MostBytesAtOnce { get; init; } = 512 << 20;

    /// <summary>Images and rows that wait for the model; further requests are told to come again.</summary>
    public int MostWaiting { get; init => field = Guard.Positive(value); } = 8192;

    /// <summary>Images and rows that go through the model together, of whatever requests wait.</summary>
    public int MostTogether { get; init => field = Guard.Positive(value); } = 256;

    /// <summary>For a request from its first line to its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the requests under way when the service is stopped.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Opens the network that a model's rows come from, where it is made of such; null where there is none to open, and only rows are taken.</summary>
    public Func<EncoderIdentity, IPictureEncoder>? OpenEncoder { get; init; }
}
