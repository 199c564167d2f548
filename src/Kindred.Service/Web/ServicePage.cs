using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Service.Web;

/// <summary>The page where people drop pictures, from the library itself; it can ask nobody but this service.</summary>
internal static class ServicePage
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (path, asset, type) in ((string, string, string)[])[("/", "page.html", "text/html"), ("/page.css", "page.css", "text/css"), ("/page.js", "page.js", "text/javascript")])
        {
            var content = Read(asset);
            app.MapGet(path, context => Send(context, content, $"{type}; charset=utf-8")).ExcludeFromDescription();
        }
    }

    private static Task Send(HttpContext context, byte[] content, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Read(string asset)
    {
        using var stream = typeof(ServicePage).Assembly.GetManifestResourceStream($"Kindred.Service.assets.{asset}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
