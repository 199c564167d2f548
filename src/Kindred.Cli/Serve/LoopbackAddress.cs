using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kindred.Cli.Serve;

/// <summary>Where this machine alone can reach a server.</summary>
internal sealed record LoopbackAddress(string Host, int Port)
{
    /// <exception cref="ArgumentException">It is no such address.</exception>
    public static LoopbackAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw new ArgumentException($"--urls takes an address, as in http://127.0.0.1:5080, not '{text}'.");
        if (uri.Host != "localhost" && !(IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)))
            throw new ArgumentException($"--urls takes an address of this machine alone, as in http://127.0.0.1:5080, not '{text}': whoever reaches the server can look at the pictures and change what was decided.");
        return new LoopbackAddress(uri.Host, uri.Port);
    }

    public void Listen(KestrelServerOptions server)
    {
        if (Host == "localhost")
            server.ListenLocalhost(Port);
        else
            server.Listen(IPAddress.Parse(Host.Trim('[', ']')), Port);
    }

    /// <summary>Whether a request was meant for this server: a name that another site had pointed here is none of these.</summary>
    public bool IsMeant(string host, int port)
    {
        string[] hosts = [Host, "localhost", IPAddress.Loopback.ToString(), "[::1]"];
        return hosts.Any(own => host == $"{own}:{port}" || (port == 80 && host == own));
    }
}
