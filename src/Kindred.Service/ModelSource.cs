using Kindred.Datasets;
using Kindred.Models;
using Microsoft.Extensions.Logging;

namespace Kindred.Service;

/// <summary>The model that is served now, and where the next one comes from.</summary>
internal sealed partial class ModelSource : IDisposable
{
    private readonly string? _path;
    private readonly ServiceSettings _settings;
    private readonly ILogger _logger;
    private readonly Lock _loading = new();
    private volatile ServedModel _current;

    /// <exception cref="DataFileException">The file holds no model.</exception>
    public ModelSource(string path, ServiceSettings settings, ILogger logger) =>
        (_path, _settings, _logger, _current) = (path, settings, logger, ServedModel.Open(path, settings));

    public ModelSource(KindredModel model, ServiceSettings settings, ILogger logger) =>
        (_settings, _logger, _current) = (settings, logger, ServedModel.Of(model, settings));

    /// <summary>Whoever takes it keeps it for the whole of a request.</summary>
    public ServedModel Current => _current;

    /// <summary>Takes the file as it is now, as a whole or not at all; says in the log which.</summary>
    public bool Reload()
    {
        if (_path is null)
            return false;
        lock (_loading)
        {
            try
            {
                _current = ServedModel.Open(_path, _settings, _current);
                LogReloaded(_path, _current.Model.ClusterCount);
                return true;
            }
#pragma warning disable CA1031 // whatever is wrong with the new file, the old model goes on
            catch (Exception broken)
#pragma warning restore CA1031
            {
                LogKept(broken.Message.ReplaceLineEndings(" "));
                return false;
            }
        }
    }

    public void Dispose() => _current.Encoder?.Dispose();

    [LoggerMessage(1, LogLevel.Information, "{Path} was loaded again: {Clusters} clusters.")]
    private partial void LogReloaded(string path, int clusters);

    [LoggerMessage(2, LogLevel.Warning, "The model was not loaded again, and the one before goes on: {Reason}")]
    private partial void LogKept(string reason);
}
