using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kindred.Cli.Serve;

/// <summary>A random key in the address that is printed: other users of the machine can reach the server, but do not know it. The browser keeps it as a cookie.</summary>
internal sealed class PageKey
{
    private const string Query = "key";

    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The address that opens the page.</summary>
    public string AddressOf(string url) => $"{url}/?{Query}={_key}";

    /// <summary>Lets nobody by who has not opened that address.</summary>
    public void Guard(IApplicationBuilder app) => app.Use(next => context =>
    {
        var cookie = CookieOf(context.Connection.LocalPort);
        if (IsKey(context.Request.Cookies[cookie]))
            return next(context);
        if (context.Request.Path != "/" || !HttpMethods.IsGet(context.Request.Method) || !IsKey(context.Request.Query[Query]))
            return RunServer.Refuse(context, StatusCodes.Status401Unauthorized, "Open the address that 'kindred serve' printed: it ends with a key.");
        context.Response.Cookies.Append(cookie, _key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return next(context);
    });

    // a browser sends cookies to every port of a machine
    private static string CookieOf(int port) => string.Create(CultureInfo.InvariantCulture, $"kindred-{port}");

    private bool IsKey(string? shown) => shown is not null
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(shown), System.Text.Encoding.UTF8.GetBytes(_key));
}
