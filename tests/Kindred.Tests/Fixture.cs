using System.Text.Json;

namespace Kindred.Tests;

/// <summary>What other libraries say, each file in tests/fixtures made by a script beside it; and files of earlier builds.</summary>
internal static class Fixture
{
    public static T Read<T>(string name) => JsonSerializer.Deserialize<T>(File.ReadAllText(PathOf(name)), JsonSerializerOptions.Web)!;

    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException($"The tests run outside the repository, so {name} is not to be found.");
        return Path.Combine(folder.FullName, "tests", "fixtures", name);
    }
}
