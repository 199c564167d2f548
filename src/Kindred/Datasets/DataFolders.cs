namespace Kindred.Datasets;

/// <summary>Where known data sets are looked for, in this order: a given folder, the one named by the environment, the user's cache.</summary>
public sealed record DataFolders
{
    /// <summary>The variable that names a folder of data sets.</summary>
    public const string Variable = "KINDRED_DATA";

    /// <summary>Named by the caller, as by <c>--data</c>; null if none is.</summary>
    public string? Given { get; init; }

    /// <summary>Named by <see cref="Variable"/>; null if it is not set.</summary>
    public string? FromEnvironment { get; init; }

    /// <summary>Where downloads are kept.</summary>
    public required string Cache { get; init; }

    /// <summary>This user's folders on this system.</summary>
    public static DataFolders ForUser(string? given = null) => new()
    {
        Given = NullIfEmpty(given),
        FromEnvironment = NullIfEmpty(Environment.GetEnvironmentVariable(Variable)),
        Cache = UserCache(),
    };

    /// <summary>The folders that may hold the data set, whether they exist or not.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        foreach (var folder in new[] { Given, FromEnvironment })
        {
            if (folder is null)
                continue;
            yield return folder;
            yield return Path.Combine(folder, name);
        }

        yield return InCache(name);
    }

    /// <summary>Where a download of the data set goes.</summary>
    public string InCache(string name) => Path.Combine(Cache, name);

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kindred");
        var cache = NullIfEmpty(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "kindred");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
