using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kindred.Service.Tests;

/// <summary>A request of which the end is not sent yet.</summary>
internal sealed class Unfinished : IDisposable
{
    private readonly TcpClient _socket = new();
    private readonly string _start;

    public Unfinished(int port, string start)
    {
        _start = string.Format(CultureInfo.InvariantCulture, start, $"127.0.0.1:{port}");
        Sent = Send(port);
    }

    public Task Sent { get; }

    /// <summary>Whether the server has said something.</summary>
    public bool IsAnswered => _socket.Available > 0;

    public async Task Finish(byte[] rest) => await _socket.GetStream().WriteAsync(rest);

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> Answer()
    {
        using var reader = new StreamReader(_socket.GetStream(), System.Text.Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    /// <summary>One whole answer; the server may go on waiting for the rest of the request.</summary>
    public async Task<string> OneAnswer()
    {
        var buffer = new byte[1 << 16];
        var text = string.Empty;
        while (!IsWhole(text))
        {
            var read = await _socket.GetStream().ReadAsync(buffer);
            if (read == 0)
                break;
            text += System.Text.Encoding.Latin1.GetString(buffer, 0, read);
        }

        return text;
    }

    /// <summary>Goes without a word.</summary>
    public void Kill()
    {
        _socket.Client.LingerState = new LingerOption(enable: true, seconds: 0);  // a reset, not a farewell
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(string text) => text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0
        && text.Length - end - 4 >= int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);

    private async Task Send(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await _socket.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(_start));
    }
}
