using System.Text.Json;

namespace Kindred.Tests;

/// <summary>What other libraries say; each file in tests/fixtures is made by a script beside it.</summary>
internal static class Fixture
{
    public static T Read<T>(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException($"The tests run outside the repository, so {name} is not to be found.");
        return JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(folder.FullName, "tests", "fixtures", name)), JsonSerializerOptions.Web)!;
    }
}
