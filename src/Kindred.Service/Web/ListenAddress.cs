using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kindred.Service.Web;

/// <summary>Where a server listens.</summary>
/// <param name="Host">localhost, an address of this machine, or * for all of them.</param>
/// <param name="Port">0 takes one that is free.</param>
public sealed record ListenAddress(string Host, int Port)
{
    private const string Any = "*";

    /// <summary>Whether this machine alone can reach it.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>An address as in <c>http://127.0.0.1:5080</c>, <c>http://0.0.0.0:5080</c> or <c>http://*:5080</c>.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ListenAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isAny = text.StartsWith("http://*:", StringComparison.Ordinal);
        if (!Uri.TryCreate(isAny ? text.Replace(Any, "localhost", StringComparison.Ordinal) : text, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0
            || (uri.Host != "localhost" && !IPAddress.TryParse(uri.DnsSafeHost, out _)))
            throw new ArgumentException($"--urls takes an address, as in http://127.0.0.1:5080, not '{text}'.");
        return new ListenAddress(isAny ? Any : uri.Host, uri.Port);
    }

    /// <summary>An address that this machine alone can reach.</summary>
    /// <param name="text">As in <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="because">Why no other will do.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ListenAddress ParseLoopback(string text, string because) => Parse(text) is { IsLoopback: true } address ? address
        : throw new ArgumentException($"--urls takes an address of this machine alone, as in http://127.0.0.1:5080, not '{text}': {because}.");

    /// <summary>Makes the server listen here.</summary>
    public void Listen(KestrelServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Host == Any)
            server.ListenAnyIP(Port);
        else if (Host == "localhost" && Port != 0)
            server.ListenLocalhost(Port);
        else
            server.Listen(Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host.Trim('[', ']')), Port);  // a free port of both families need not be one port
    }

    /// <summary>Whether a request was meant for this server: a name that another site had pointed here is none of these.</summary>
    internal bool IsMeant(string host, int port)
    {
        string[] hosts = [Host, "localhost", IPAddress.Loopback.ToString(), "[::1]"];
        return hosts.Any(own => host == $"{own}:{port}" || (port == 80 && host == own));
    }
}
