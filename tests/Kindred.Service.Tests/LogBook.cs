using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Kindred.Service.Tests;

/// <summary>Everything a server writes into its log.</summary>
internal sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception)> _entries = [];

    public IReadOnlyCollection<(LogLevel Level, string Text, Exception? Exception)> Entries => _entries;

    /// <summary>What must not be there: faults, and exceptions that anybody would see.</summary>
    public IEnumerable<string> Faults => _entries.Where(entry => entry.Level >= LogLevel.Error || (entry.Exception is not null && entry.Level >= LogLevel.Information)).Select(entry => $"{entry.Level}: {entry.Text} {entry.Exception}");

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, formatter(state, exception), exception));
    }
}
