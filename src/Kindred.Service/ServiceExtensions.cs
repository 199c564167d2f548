using Kindred.Models;
using Kindred.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kindred.Service;

/// <summary>Puts the service into an application of one's own; <see cref="KindredServer"/> is a whole one.</summary>
public static class ServiceExtensions
{
    /// <summary>Serves the model in a file.</summary>
    /// <exception cref="Datasets.DataFileException">At the first use: the file holds no model.</exception>
    public static IServiceCollection AddKindred(this IServiceCollection services, string modelPath, ServiceSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        return services.AddParts(settings, (own, logger) => new ModelSource(modelPath, own, logger));
    }

    /// <summary>Serves a model that is in memory already.</summary>
    public static IServiceCollection AddKindred(this IServiceCollection services, KindredModel model, ServiceSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return services.AddParts(settings, (own, logger) => new ModelSource(model, own, logger));
    }

    /// <summary>Answers <c>POST assign</c>, <c>POST find</c>, <c>GET model</c> and <c>GET healthz</c>.</summary>
    public static RouteGroupBuilder MapKindred(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var endpoints = app.ServiceProvider.GetRequiredService<Endpoints>();
        var group = app.MapGroup(string.Empty).WithTags("model");
        group.AddEndpointFilter(Refusing);
        group.MapPost("/assign", (Delegate)endpoints.Assign).WithName("assign").Produces<AssignAnswer>().TakesItems("Puts pictures or rows of numbers into the groups of the model.");
        group.MapPost("/find", (Delegate)endpoints.Find).WithName("find").Produces<FindAnswer>().TakesItems("Finds what the model was made from that is nearest to pictures or rows of numbers; ?count=N says how many.");
        group.MapGet("/model", endpoints.Model).WithName("model").Produces<ModelAnswer>().WithSummary("What the model takes, its groups and their names, and where it comes from.");
        group.MapGet("/healthz", () => Results.Text("ok")).WithName("healthz").WithSummary("Answers ok while the service runs.");
        return group;
    }

    private static IServiceCollection AddParts(this IServiceCollection services, ServiceSettings? settings, Func<ServiceSettings, ILogger, ModelSource> source)
    {
        ArgumentNullException.ThrowIfNull(services);
        var own = settings ?? new ServiceSettings();
        services.AddSingleton(own);
        services.AddSingleton(provider => source(own, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Kindred.Service")));
        services.AddSingleton<ModelQueue>();
        services.AddSingleton<Admission>();
        services.AddSingleton<Endpoints>();
        return services;
    }

    private static async ValueTask<object?> Refusing(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception broken) when (Faults.AsRefused(broken) is { } refused)
        {
            await Faults.Tell(context.HttpContext, refused.Status, refused.Message, refused.RetryAfter);
            return Results.Empty;
        }
    }
}
