using System.Text.Json;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public partial class KMeansTests
{
    /// <summary>What make_kmeans_fixtures.py wrote.</summary>
    private static Expected[] Fixtures()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "tests", "fixtures", "kmeans.json")))
            folder = folder.Parent ?? throw new FileNotFoundException("tests/fixtures/kmeans.json is in no folder above the tests.");
        using var file = File.OpenRead(Path.Combine(folder.FullName, "tests", "fixtures", "kmeans.json"));
        return JsonSerializer.Deserialize<Expected[]>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>Overlapping clouds: five centres, unit noise.</summary>
    private static Matrix Clouds(int rows, int columns)
    {
        var rng = new Rng(11);
        var centres = Enumerable.Range(0, 5 * columns).Select(_ => 1.5 * rng.NextNormal()).ToArray();
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(centres[(i / columns % 5 * columns) + (i % columns)] + rng.NextNormal());
        return new Matrix(rows, columns, values);
    }

    private static ByteMatrix Bytes(int rows, int columns, float scale)
    {
        var values = Clouds(rows, columns).Values.ToArray();
        return new ByteMatrix(rows, columns, Array.ConvertAll(values, value => (byte)Math.Clamp(128 + (20 * value), 0, 255)), scale);
    }

    /// <summary>Row i holds values[i] in every column.</summary>
    private static Matrix Columns(int columns, params float[] values) =>
        new(values.Length, columns, values.SelectMany(value => Enumerable.Repeat(value, columns)).ToArray());

    private sealed record Expected(int Rows, int Columns, int Clusters, int[] X, int[] Start, int[] Labels, double Inertia, int Iterations);

    /// <summary>Calls back at once, on the same thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Synchronous<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
