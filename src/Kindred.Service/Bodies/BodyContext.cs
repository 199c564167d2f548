using System.Buffers;
using System.IO.Pipelines;
using Kindred.Datasets;
using Kindred.Numerics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kindred.Service.Bodies;

/// <summary>A request whose body is read, for the model it came to.</summary>
internal sealed record BodyContext(HttpRequest Request, ServedModel Served, ServiceSettings Settings, SemaphoreSlim Decoders, CancellationToken Cancellation)
{
    private const int LongestName = 200;
    private const int FirstCapacity = 16 << 10;

    /// <summary>What the request says its body is; null where it says nothing sensible.</summary>
    public MediaTypeHeaderValue? MediaType { get; } = MediaTypeHeaderValue.TryParse(Request.ContentType, out var type) && type.Type.HasValue ? type : null;

    /// <summary>What may be sent, as a sentence.</summary>
    public string Taken => Served.TakesPictures
        ? "Send a picture as image/png, image/jpeg or the like, several as multipart/form-data, or rows of numbers as application/json."
        : "Send rows of numbers as application/json: {\"rows\": [[…]]}.";

    /// <summary>All of the body; never on disk.</summary>
    /// <exception cref="RefusedException">It is longer than is taken.</exception>
    public async Task<ArraySegment<byte>> ReadAll()
    {
        if (Request.ContentLength > Settings.MostBodyBytes)
            throw TooLong();
        var reader = Request.BodyReader;
        using var stop = Cancellation.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);  // a token in ReadAsync would leave the reader in the middle of a read
        var (bytes, filled) = (GC.AllocateUninitializedArray<byte>((int)(Request.ContentLength ?? FirstCapacity)), 0);
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            var length = (int)Math.Min(read.Buffer.Length, Settings.MostBodyBytes - filled + 1L);
            if (filled + length > bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(Math.Max(2L * bytes.Length, filled + length), Settings.MostBodyBytes + 1L));
            read.Buffer.Slice(0, length).CopyTo(bytes.AsSpan(filled));
            filled += length;
            reader.AdvanceTo(read.Buffer.End);
            if (filled > Settings.MostBodyBytes)
                throw TooLong();
            Cancellation.ThrowIfCancellationRequested();
            if (read.IsCompleted)
                return new ArraySegment<byte>(bytes, 0, filled);
        }
    }

    /// <summary>A picture's file as a row; no more at a time than there are threads.</summary>
    /// <exception cref="RefusedException">It is no whole picture.</exception>
    public async Task<ImageSet> Decode(ReadOnlyMemory<byte> file, string name)
    {
        if (!Served.TakesPictures)
            throw new RefusedException(415, $"The model takes rows of {Amount.Of(Served.Model.Input.Columns, "number")}, no pictures{(Served.Model.Input.Encoder is { } encoder ? $": the encoder {encoder.Name} is not on this machine" : string.Empty)}. {Taken}");
        await Decoders.WaitAsync(Cancellation);
        try
        {
            return Served.Read(file.Span, name);
        }
        catch (DataFileException damaged)
        {
            throw RefusedException.Unfit(damaged.Message.ReplaceLineEndings(" "), damaged);
        }
        finally
        {
            Decoders.Release();
        }
    }

    /// <summary>What an upload is called: without what steers a terminal, and not too long.</summary>
    public static string Plain(string? name, string otherwise)
    {
        var plain = new string([.. (name ?? string.Empty).Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestName)]).Trim();
        return plain.Length > 0 ? plain : otherwise;
    }

    public RefusedException TooLong() => new(StatusCodes.Status413PayloadTooLarge, $"A request may have {Settings.MostBodyBytes} bytes; send less at a time.");
}
