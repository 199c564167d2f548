using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kindred.Service.Web;

/// <summary>Keeps other sites' pages from asking a server on the reader's own machine, by a name of their own for it or openly.</summary>
public static class OwnPagesOnly
{
    /// <summary>Refuses what another site has a browser ask for, before anything else sees it.</summary>
    public static IApplicationBuilder UseOwnPagesOnly(this IApplicationBuilder app, ListenAddress address)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(address);
        return app.Use(next => context => Guarded(context, address, next));
    }

    /// <summary>Headers that every answer has: nothing is kept, framed, or read by other sites.</summary>
    public static IApplicationBuilder UseCautiousHeaders(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Use(next => context =>
        {
            var headers = context.Response.Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
    }

    private static Task Guarded(HttpContext context, ListenAddress address, RequestDelegate next)
    {
        var request = context.Request;
        var host = request.Host.Value ?? string.Empty;
        if (!address.IsMeant(host, context.Connection.LocalPort))
            return Problem.Write(context, StatusCodes.Status400BadRequest, "This server answers to its own address only.");
        var isPage = request.Path == "/" && HttpMethods.IsGet(request.Method);  // a link to the page may stand anywhere
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var isOwn = site is "" or "same-origin" or "none" && (origin.Length == 0 || origin == $"http://{host}");
        return isPage || isOwn ? next(context) : Problem.Write(context, StatusCodes.Status403Forbidden, "Another site's page may not ask this.");
    }
}
