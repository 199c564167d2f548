using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kindred.Service.Web;

/// <summary>What OpenAPI says of bodies that are read without a type: a picture, a form of pictures, rows.</summary>
internal static class Description
{
    // Scalar's page writes its own styles and begins with a script within it; it can load and ask nothing but what is here
    private const string Policy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The document's own title.</summary>
    public static void Name(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo { Title = "Kindred", Version = KindredTelemetry.Version, Description = "Puts pictures and rows of numbers into the groups of a model. Problems come as RFC 9457 writes them." };
        return Task.CompletedTask;
    });

    /// <summary>Keeps the page about the description to this service.</summary>
    public static Task Confined(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/scalar"))
            context.Response.Headers.ContentSecurityPolicy = Policy;
        return next(context);
    }

    public static RouteHandlerBuilder TakesItems(this RouteHandlerBuilder endpoint, string summary)
    {
        foreach (var status in (int[])[400, 401, 408, 409, 413, 415, 422, 429])
            endpoint.ProducesProblem(status);
        return endpoint.WithSummary(summary).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "A picture, a form of several, or rows of as many numbers as GET /model says.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["image/*"] = new() { Schema = Binary() },
                    ["multipart/form-data"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Binary() } },
                        },
                    },
                    ["application/json"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Required = new HashSet<string> { "rows" },
                            Properties = new Dictionary<string, IOpenApiSchema> { ["rows"] = ListOf(ListOf(new OpenApiSchema { Type = JsonSchemaType.Number })) },
                        },
                    },
                },
            };
            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema ListOf(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
