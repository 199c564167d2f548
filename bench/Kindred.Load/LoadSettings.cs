using System.Globalization;

namespace Kindred.Load;

/// <summary>What is sent where.</summary>
/// <param name="Address">Of the service.</param>
/// <param name="Rate">Requests a second; fewer are sent where the service does not keep up.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Connections">Requests under way at a time, at most.</param>
/// <param name="Key">That the service asks for; null for none.</param>
internal sealed record LoadSettings(Uri Address, double Rate, TimeSpan Duration, int Connections, string? Key)
{
    private const string Usage = "kindred-load URL [--rate 1000] [--seconds 60] [--connections 32] [--key KEY]";

    /// <exception cref="ArgumentException">The arguments are others.</exception>
    public static LoadSettings Parse(string[] arguments)
    {
        if (arguments is not [var url, ..] || !Uri.TryCreate(url, UriKind.Absolute, out var address) || arguments.Length % 2 == 0)
            throw new ArgumentException($"The address of a service is needed: {Usage}.");
        var settings = new LoadSettings(address, 1000, TimeSpan.FromSeconds(60), 32, Key: null);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            settings = arguments[i] switch
            {
                "--rate" => settings with { Rate = Positive(arguments[i + 1]) },
                "--seconds" => settings with { Duration = TimeSpan.FromSeconds(Positive(arguments[i + 1])) },
                "--connections" => settings with { Connections = (int)Math.Ceiling(Positive(arguments[i + 1])) },
                "--key" => settings with { Key = arguments[i + 1] },
                var other => throw new ArgumentException($"There is no option {other}: {Usage}."),
            };
        }

        return settings;
    }

    private static double Positive(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1e6
        ? value : throw new ArgumentException($"A number greater than zero is needed, not '{text}': {Usage}.");
}
