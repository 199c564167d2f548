using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Images and what they hold; made by tests/fixtures/make_image_fixtures.py.</summary>
internal static class ImageFixtures
{
    public static IReadOnlyDictionary<string, Picture> Expected { get; } = File.ReadLines(PathOf("images/expected.txt"))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => new Picture(int.Parse(parts[1]), int.Parse(parts[2]), int.Parse(parts[3]), Convert.FromHexString(parts[4])));

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf($"images/{name}"));

    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException($"The tests run outside the repository, so {name} is not to be found.");
        return Path.Combine(folder.FullName, "tests", "fixtures", name);
    }
}
