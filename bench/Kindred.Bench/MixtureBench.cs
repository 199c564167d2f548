using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>gmm_sklearn.py</c>: EM from the true components of overlapping Gaussians, seconds an iteration.</summary>
/// <remarks>The rows follow the yardstick's recipe from another random stream, so times compare and lower bounds do not.</remarks>
internal static class MixtureBench
{
    private const int Rows = 60000;
    private const int Components = 10;

    public static void Run(CancellationToken cancellation)
    {
        foreach (var columns in new[] { 10, 50, 64 })
        {
            var (x, labels) = Codes(columns);
            var settings = new GaussianMixture { ClusterCount = Components };
            GaussianMixtureModel? model = null;
            void Fit() => model = settings.Fit(x, labels, progress: null, cancellation);
            var first = Clock.Seconds(Fit);
            var seconds = Clock.MedianSeconds(Fit, count: 5, warmUps: 2);
            BenchJob.Emit(new
            {
                peer = "kindred",
                job = "gmm-full",
                dim = columns,
                threads = Parallelism.Threads,
                secs_first = Math.Round(first, 3),
                secs = Math.Round(seconds, 3),
                iterations = model!.Iterations,
                lower_bound = model.LowerBound,
                secs_per_iteration = Math.Round(seconds / (model.Iterations + 1), 4),
            });
        }
    }

    /// <summary>Rows x columns of ten overlapping Gaussians: mean 1.3 · N(0, 1), covariance root N(0, 1) / √columns + 0.3 · I.</summary>
    private static (Matrix X, int[] Clusters) Codes(int columns)
    {
        var rng = new Rng(20260101 + (ulong)columns);
        var means = Normals(rng, Components * columns, 1.3);
        var roots = Normals(rng, Components * columns * columns, 1 / Math.Sqrt(columns));
        for (var i = 0; i < Components * columns; i++)
            roots[(i * columns) + (i % columns)] += 0.3;
        var (values, labels) = (new float[Rows * columns], new int[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            var c = labels[i] = rng.NextInt(Components);
            var noise = Normals(rng, columns, 1);
            for (var j = 0; j < columns; j++)
            {
                var value = means[(c * columns) + j];
                for (var l = 0; l < columns; l++)
                    value += noise[l] * roots[(((c * columns) + l) * columns) + j];
                values[(i * columns) + j] = (float)value;
            }
        }

        return (new Matrix(Rows, columns, values), labels);
    }

    private static double[] Normals(Rng rng, int count, double deviation)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = deviation * rng.NextNormal();
        return values;
    }
}
