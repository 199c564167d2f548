using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Kindred.Service.Web;

/// <summary>What a client has to show. Kept as a digest, and compared in the same time whatever is shown.</summary>
public sealed class ApiKey
{
    /// <summary>The variable that may hold it.</summary>
    public const string Variable = "KINDRED_API_KEY";

    private const int Shortest = 16, Longest = 512;
    private const string Header = "X-Api-Key", Scheme = "Bearer ";

    private readonly byte[] _digest;

    /// <exception cref="ArgumentException">It is too short to keep anybody out, or has characters that no header may have.</exception>
    public ApiKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is < Shortest or > Longest || key.Any(letter => letter is <= ' ' or > '~'))
            throw new ArgumentException($"An API key has {Shortest} to {Longest} printable ASCII characters and no spaces; 'openssl rand -hex 32' makes one.");
        _digest = Digest(key);
    }

    /// <summary>That of a file, else of the variable; null where there is neither.</summary>
    /// <exception cref="ArgumentException">The file holds none.</exception>
    public static ApiKey? Find(string? file)
    {
        if (file is null)
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? new ApiKey(value) : null;
        if (!File.Exists(file))
            throw new ArgumentException($"There is no file {file}; --api-key-file takes one whose first line is the key.");
        using var reader = new StreamReader(file);
        var line = new char[Longest + 1];
        return new ApiKey(new string(line, 0, reader.ReadBlock(line)).Split('\n')[0].Trim());
    }

    internal bool IsShown(HttpRequest request)
    {
        var shown = request.Headers[Header].ToString();
        if (shown.Length == 0 && request.Headers.Authorization.ToString() is var given && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            shown = given[Scheme.Length..].Trim();
        return CryptographicOperations.FixedTimeEquals(Digest(shown), _digest);
    }

    private static byte[] Digest(string key) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
}
