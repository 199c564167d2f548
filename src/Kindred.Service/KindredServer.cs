using Kindred.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Scalar.AspNetCore;

namespace Kindred.Service;

/// <summary>How a server is reached.</summary>
public sealed record ServerSettings
{
    public ListenAddress Address { get; init; } = new("127.0.0.1", 5080);

    /// <summary>What clients have to show; needed where others than this machine can reach it.</summary>
    public ApiKey? Key { get; init; }

    public ServiceSettings Service { get; init; } = new();

    /// <summary>Where its log goes; nowhere unless said.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}

/// <summary>A model served over HTTP, with a page for people, a description for programs and measures for whoever watches it.</summary>
public sealed class KindredServer : IAsyncDisposable
{
    private static readonly string[] OpenPaths = ["/healthz", "/page.css", "/page.js"];
    private static readonly string[] OpenFolders = ["/openapi/", "/scalar"];

    private readonly WebApplication _app;

    private KindredServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, once it has begun.</summary>
    public string Url => _app.Urls.First();

    /// <summary>A server of the model in a file, which has not begun to listen.</summary>
    /// <exception cref="ArgumentException">Others than this machine could reach it, and there is no key.</exception>
    /// <exception cref="Datasets.DataFileException">The file holds no model.</exception>
    public static KindredServer Create(string modelPath, ServerSettings? settings = null)
    {
        settings ??= new ServerSettings();
        if (!settings.Address.IsLoopback && settings.Key is null)
            throw new ArgumentException($"Others than this machine could reach the service, so a key is needed: --api-key-file FILE, or the variable {ApiKey.Variable}.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Limit(server, settings));
        settings.Logging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Service.StopTimeout);
        builder.Services.AddRoutingCore().AddKindred(modelPath, settings.Service).AddOpenApi(Description.Name);
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("kindred", serviceVersion: KindredTelemetry.Version)).WithMetrics(metrics => metrics
            .AddMeter(KindredTelemetry.Name, ModelQueue.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        var server = new KindredServer(builder.Build());
        server.Map(settings);
        return server;
    }

    public Task StartAsync(CancellationToken cancellation = default) => _app.StartAsync(cancellation);

    /// <summary>Takes no further requests, and ends once those under way are answered.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    /// <summary>Takes the model's file as it is now, as a whole or not at all; the log says which. Requests under way are answered by the model they came to.</summary>
    public bool Reload() => _app.Services.GetRequiredService<ModelSource>().Reload();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Limit(KestrelServerOptions server, ServerSettings settings)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = settings.Service.MostBodyBytes;
        server.Limits.MaxConcurrentConnections = 2L * settings.Service.MostRequests;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        settings.Address.Listen(server);
    }

    private void Map(ServerSettings settings)
    {
        var faults = new Faults(_app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Kindred.Service"));
        _ = _app.Services.GetRequiredService<ModelSource>();  // a file that holds no model is told now
        _app.UseCautiousHeaders();
        _app.Use(next => context => faults.Handle(context, next));
        _app.Use(next => context => Description.Confined(context, next));
        if (settings.Address.IsLoopback)
            _app.UseOwnPagesOnly(settings.Address);
        if (settings.Key is { } key)
            _app.Use(next => context => IsOpen(context.Request.Path) || key.IsShown(context.Request) ? next(context)
                : Problem.Write(context, 401, "A key is needed: send it as X-Api-Key, or as Authorization: Bearer."));
        _app.MapKindred();
        ServicePage.Map(_app);
        _app.MapPrometheusScrapingEndpoint("/metrics");
        _app.MapOpenApi("/openapi/v1.json");
        _app.MapScalarApiReference("/scalar", scalar => scalar.WithTitle("Kindred")
            .DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools().HideClientButton());
    }

    /// <summary>What tells nothing of the model and can do nothing with it.</summary>
    private static bool IsOpen(string path) => path == "/" || OpenPaths.Contains(path) || OpenFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
}
