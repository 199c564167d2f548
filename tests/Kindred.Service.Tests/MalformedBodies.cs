using System.Globalization;
using System.Text;
using Kindred.Datasets;
using Kindred.Numerics;
using SkiaSharp;

namespace Kindred.Service.Tests;

/// <summary>Requests that no service can answer, of many kinds, each drawn from its number.</summary>
internal sealed class MalformedBodies(ImageSet images)
{
    private const string Boundary = "----kindred";

    private static readonly string[] Types =
    [
        "text/plain", "application/octet-stream", "application/xml", "application/x-www-form-urlencoded", "text/html", "video/mp4", "application/jsonp", "nonsense", ";;;", "multipart/mixed; boundary=b", "multipart/form-data", "multipart/form-data; boundary=\"\"",
    ];

    private static readonly string[] Texts =
    [
        "", "[]", "{}", "null", "1", "\"rows\"", "{\"rows\":null}", "{\"rows\":[]}", "{\"rows\":{}}", "{\"rows\":[{}]}", "{\"rows\":[1,2]}", "{\"rows\":[[\"a\"]]}", "{\"rows\":[[NaN]]}", "{\"rows\":[[Infinity]]}", "{\"rows\":[[1e999]]}", "{\"rows\":[[1e308]]}",
        "{\"rows\":[[null]]}", "{\"rows\":[[true]]}", "{\"rows\":[[1,]]}", "{\"rows\":[[01]]}", "{\"rows\":[[1]]} x", "{\"rows\":[[1]]}{}", "{\"Rows\":[[1]]}", "{\"rows\":[[1]],\"rows\":[[1]]}", "{'rows':[[1]]}", "\u0000", "{\"rows\":[[--1]]}", "// comment", "{\"\\ud800\":1}",
    ];

    /// <summary>So many different kinds there are.</summary>
    public const int Kinds = 20;

    /// <summary>The head's Content-Type, null for none, and the body.</summary>
    public (string? Type, byte[] Body) Make(int number)
    {
        var rng = new Rng((ulong)number);
        return (number % Kinds) switch
        {
            0 => ("image/png", Cut(Picture(rng, SKEncodedImageFormat.Png), rng)),
            1 => ("image/jpeg", Cut(Picture(rng, SKEncodedImageFormat.Jpeg), rng)[..^1]),
            2 => ("image/webp", Cut(Picture(rng, SKEncodedImageFormat.Webp), rng)),
            3 => ("image/png", BrokenChunk(Picture(rng, SKEncodedImageFormat.Png), rng)),
            4 => ("image/png", Noise(rng, 1 + Below(rng, 5000))),
            5 => (Types[Below(rng, Types.Length)], Noise(rng, Below(rng, 300))),
            6 => (null, Noise(rng, Below(rng, 300))),
            7 => ("application/json", System.Text.Encoding.UTF8.GetBytes(Texts[Below(rng, Texts.Length)])),
            8 => ("application/json", Deep(rng)),
            9 => ("application/json", Rows(rng, columns: Below(rng, 1600) is var count && count == 784 ? 783 : count)),
            10 => ("application/json", Rows(rng, 784)[..^(1 + Below(rng, 500))]),
            11 => ("application/json", Noise(rng, 1 + Below(rng, 2000))),
            12 => (Form, FormOf(rng, Cut(Picture(rng, SKEncodedImageFormat.Png), rng))),
            13 => (Form, FormOf(rng, Picture(rng, SKEncodedImageFormat.Png)) is var whole ? whole[..Below(rng, whole.Length - 6)] : []),
            14 => (Form, Noise(rng, Below(rng, 3000))),
            15 => (Form, System.Text.Encoding.ASCII.GetBytes($"--{Boundary}\r\n{new string('x', Below(rng, 40_000))}\r\n\r\na\r\n--{Boundary}--\r\n")),
            16 => (Form, FormOf(rng, [])),
            17 => (Form, System.Text.Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")),
            18 => ("image/png", Bomb(rng)),
            _ => ("image/heic", [0, 0, 0, 24, .. "ftypheic"u8, .. Noise(rng, 200)]),
        };
    }

    private static string Form => $"multipart/form-data; boundary={Boundary}";

    private byte[] Picture(Rng rng, SKEncodedImageFormat format) => Pictures.Encode(images, Below(rng, images.Count), format);

    private static byte[] Cut(byte[] file, Rng rng) => file[..(1 + Below(rng, (file.Length * 3 / 4) - 1))];

    /// <summary>A byte of the header or of the pixels is another.</summary>
    private static byte[] BrokenChunk(byte[] png, Rng rng)
    {
        png[16 + Below(rng, 10)] ^= (byte)(1 + Below(rng, 255));
        return png;
    }

    /// <summary>A whole file of a few kilobytes that claims 2³⁰ pixels and more.</summary>
    private static byte[] Bomb(Rng rng)
    {
        var side = BitConverter.GetBytes(0x8000 + Below(rng, 1 << 20)).Reverse().ToArray();
        byte[] header = [.. "IHDR"u8, .. side, .. side, 8, 0, 0, 0, 0];
        var crc = BitConverter.GetBytes(System.IO.Hashing.Crc32.HashToUInt32(header)).Reverse();
        return [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. header, .. crc, .. Noise(rng, 2000)];
    }

    private static byte[] Deep(Rng rng)
    {
        var depth = 3 + Below(rng, 100_000);
        return System.Text.Encoding.ASCII.GetBytes("{\"rows\":" + new string('[', depth) + new string(']', depth) + "}");
    }

    private static byte[] Rows(Rng rng, int columns)
    {
        var text = new StringBuilder("{\"rows\":[[");
        for (var i = 0; i < columns; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : string.Empty)}{rng.NextDouble():0.###}");
        return System.Text.Encoding.ASCII.GetBytes(text.Append("]]}").ToString());
    }

    private static byte[] FormOf(Rng rng, byte[] file) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{new string('n', Below(rng, 300))}.png\"\r\n\r\n"), .. file, .. System.Text.Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")];

    private static byte[] Noise(Rng rng, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)Below(rng, 256);
        return bytes;
    }

    private static int Below(Rng rng, int end) => end <= 0 ? 0 : (int)(rng.NextDouble() * end);
}
