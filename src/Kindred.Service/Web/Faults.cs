using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kindred.Service.Web;

/// <summary>Turns whatever goes wrong with a request into a status and a sentence; what is the service's own fault goes into the log, too.</summary>
internal sealed partial class Faults(ILogger logger)
{
    public async Task Handle(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentLength is null or 0 && context.Response.ContentType is null)
                await Problem.Write(context, context.Response.StatusCode, Unmet(context));
        }
        catch (Exception broken) when (AsRefused(broken) is { } refused)
        {
            await Tell(context, refused.Status, refused.Message, refused.RetryAfter);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // whoever asked has left
        }
#pragma warning disable CA1031 // the last place that can: whoever asked gets a sentence, and the log says where it arose
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(context.Request.Path, fault);
            await Tell(context, StatusCodes.Status500InternalServerError, "This is a fault of Kindred itself, not of the request; the log of the service says more.");
        }
    }

    /// <summary>A fault of the request as what is told of it; null where it is none.</summary>
    public static RefusedException? AsRefused(Exception fault) => fault switch
    {
        RefusedException refused => refused,
        BadHttpRequestException broken => new RefusedException(broken.StatusCode, Sentence(broken), broken),
        _ => null,
    };

    public static async Task Tell(HttpContext context, int status, string sentence, int? retryAfter = null)
    {
        try
        {
            await Problem.Write(context, status, sentence, retryAfter);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // whoever asked has left
        }
    }

    private static string Sentence(BadHttpRequestException broken) => broken.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => "The body comes too slowly; send it at once.",
        StatusCodes.Status413PayloadTooLarge => "The body is longer than is taken; GET /model says how long it may be.",
        _ => "The request is damaged or cut short.",
    };

    private static string Unmet(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; /openapi/v1.json says what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} is not asked by {(context.Request.Method.All(char.IsAsciiLetter) ? context.Request.Method : "this method")}; it takes {context.Response.Headers.Allow}.",
        _ => "The request cannot be answered.",
    };

    [LoggerMessage(3, LogLevel.Error, "A request to {Path} failed.")]
    private partial void LogFault(string path, Exception fault);
}
