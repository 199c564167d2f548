using System.Globalization;
using Kindred.Datasets;
using Kindred.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Cli.Serve;

/// <summary>The page of runs on this machine alone: the report, the decisions about each, and their pictures.</summary>
internal static class RunServer
{
    public const string WhyLoopback = "whoever reaches the server can look at the pictures and change what was decided";

    private const int LongestDecisions = 64 << 20;

    /// <param name="address">Where it listens.</param>
    /// <param name="key">What opens it.</param>
    /// <param name="page">The report.</param>
    /// <param name="decisions">Of every run that the page shows.</param>
    /// <param name="pictures">The originals.</param>
    /// <param name="sheets">What lies beside the report.</param>
    public static WebApplication Create(ListenAddress address, PageKey key, byte[] page, IReadOnlyList<KeptDecisions> decisions, OriginalPictures pictures, PictureFiles sheets)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LongestDecisions;
            address.Listen(server);
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseCautiousHeaders().UseOwnPagesOnly(address);
        key.Guard(app);
        app.UseRouting();
        app.MapGet("/", context => Send(context, page, "text/html; charset=utf-8"));
        app.MapGet("/decisions.json", context => WithRun(context, decisions, Get));
        app.MapPut("/decisions.json", context => WithRun(context, decisions, Put));
        app.MapGet("/items/{part}/{row:int}", context => Picture(context, pictures));
        app.MapGet("/{folder}/{sheet:int}.webp", context => Sheet(context, sheets));
        return app;
    }

    public static Task Refuse(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        return Send(context, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = sentence }), "application/json; charset=utf-8");
    }

    private static Task WithRun(HttpContext context, IReadOnlyList<KeptDecisions> decisions, Func<HttpContext, KeptDecisions, Task> act)
    {
        var (recipe, seed) = (context.Request.Query["recipe"].ToString(), context.Request.Query["seed"].ToString());
        var own = decisions.Count == 1 && recipe.Length == 0 ? decisions[0] : decisions.FirstOrDefault(kept => kept.IsOf(recipe, seed));
        return own is not null ? act(context, own) : Refuse(context, StatusCodes.Status404NotFound, "The page shows no such run: its recipe and seed are needed.");
    }

    private static Task Get(HttpContext context, KeptDecisions decisions)
    {
        if (decisions.Read() is not var (content, tag))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = tag;
        return Send(context, content, "application/json; charset=utf-8");
    }

    private static async Task Put(HttpContext context, KeptDecisions decisions)
    {
        try
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content, context.RequestAborted);
            var inPlaceOf = context.Request.Headers.IfMatch.ToString();
            if (decisions.Write(content.ToArray(), inPlaceOf.Length == 0 ? null : inPlaceOf) is { } tag)
            {
                context.Response.Headers.ETag = tag;
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            await Refuse(context, StatusCodes.Status412PreconditionFailed, "They were changed elsewhere meanwhile; load the page again.");
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Refuse(context, tooLong.StatusCode, string.Create(CultureInfo.InvariantCulture, $"These decisions are longer than the {LongestDecisions >> 20} MB that are kept."));
        }
        catch (Exception refused) when (refused is ArgumentException or DataFileException)
        {
            await Refuse(context, StatusCodes.Status422UnprocessableEntity, refused.Message.ReplaceLineEndings(" "));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await Refuse(context, StatusCodes.Status500InternalServerError, failed.Message.ReplaceLineEndings(" "));
        }
    }

    private static async Task Picture(HttpContext context, OriginalPictures pictures)
    {
        var (part, row) = ((string)context.Request.RouteValues["part"]!, int.Parse((string)context.Request.RouteValues["row"]!, CultureInfo.InvariantCulture));
        if (pictures.Open(part, row) is not var (file, type))
        {
            await Refuse(context, StatusCodes.Status404NotFound, "The run has no such picture, or its file is gone.");
            return;
        }

        await using (file)
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = file.Length;
            await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static Task Send(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static Task Sheet(HttpContext context, PictureFiles sheets)
    {
        var (folder, sheet) = ((string)context.Request.RouteValues["folder"]!, int.Parse((string)context.Request.RouteValues["sheet"]!, CultureInfo.InvariantCulture));
        if (sheets.Read(folder, sheet) is not { } content)
            return Refuse(context, StatusCodes.Status404NotFound, "The page has no such pictures beside it.");
        context.Response.Headers.CacheControl = "private, max-age=86400";  // a folder is called by what is in it
        return Send(context, content, "image/webp");
    }
}
