using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kindred.Service.Web;

/// <summary>Problem details (RFC 9457): a status and a sentence.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static async Task Write(HttpContext context, int status, string sentence, int? retryAfter = null)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();  // what was sent so far must not pass for an answer
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new ProblemAnswer("about:blank", ReasonPhrases.GetReasonPhrase(status), status, sentence), ServiceJson.Default.ProblemAnswer);
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (retryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
