using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>What an autoencoder is compared with: the mean of the training rows, and a few principal components of them.</summary>
internal sealed class RestorationBaseline
{
    private const int MostRows = 2000;             // of which the components are made
    private const long MostValues = 1L << 24;      // of these rows together
    private const int RowsAtOnce = 256;

    private readonly bool _heldOut;
    private readonly double _meanRowError, _explained;
    private readonly int _components;

    private RestorationBaseline(double[] mean, bool heldOut, double meanRowError, double explained, int components) =>
        (MeanRow, _heldOut, _meanRowError, _explained, _components) = (mean, heldOut, meanRowError, explained, components);

    /// <summary>The mean of the training rows.</summary>
    public double[] MeanRow { get; }

    public static RestorationBaseline Of(TrainingData data, int components, CancellationToken cancellation)
    {
        var mean = Mean(data.Train, cancellation);
        var watched = data.Validation ?? data.Train;
        var error = 0.0;
        foreach (var rows in Parts(watched, cancellation))
            error += SquaredDistance(rows, mean);
        error /= (double)watched.Rows * watched.Columns;
        var projection = Project(data.Train, components, cancellation);
        var explained = projection is null ? 0 : RestorationCheck.Share(ErrorOf(projection, watched, cancellation), error);
        return new RestorationBaseline(mean, data.Validation is not null, error, explained, components);
    }

    /// <summary>The share of the variance of the watched rows that a network restores with this loss.</summary>
    public double Explained(EpochLoss loss) => RestorationCheck.Share(loss.ValidationLoss ?? loss.TrainingLoss, _meanRowError);

    public RestorationCheck Check(EpochLoss loss, int starts) => new()
    {
        HeldOut = _heldOut,
        MeanRowError = _meanRowError,
        ExplainedVariance = Explained(loss),
        ExplainedByComponents = _explained,
        Components = _components,
        Starts = starts,
    };

    private static double[] Mean(Samples x, CancellationToken cancellation)
    {
        var mean = new double[x.Columns];
        foreach (var rows in Parts(x, cancellation))
        {
            for (var i = 0; i < rows.Rows; i++)
            {
                var row = rows.Row(i);
                for (var j = 0; j < mean.Length; j++)
                    mean[j] += row[j];
            }
        }

        for (var j = 0; j < mean.Length; j++)
            mean[j] /= x.Rows;
        return mean;
    }

    /// <summary>Components of evenly spaced training rows; null where there is but one row.</summary>
    private static PcaModel? Project(Samples train, int components, CancellationToken cancellation)
    {
        var count = (int)Math.Min(Math.Min(MostRows, train.Rows), Math.Max(components + 1, MostValues / train.Columns));
        components = Math.Min(components, Math.Min(count - 1, train.Columns));
        if (components < 1)
            return null;
        var rows = Enumerable.Range(0, count).Select(i => (int)((long)i * train.Rows / count)).ToArray();
        return new Pca { Components = components }.Fit(Read(train.Take(rows), 0, count), progress: null, cancellation);
    }

    /// <summary>The mean squared error of restoring rows from their components: what is left of their distance to the mean.</summary>
    private static double ErrorOf(PcaModel projection, Samples x, CancellationToken cancellation)
    {
        var mean = Array.ConvertAll(projection.Mean.ToArray(), value => (double)value);
        var left = 0.0;
        foreach (var rows in Parts(x, cancellation))
        {
            left += SquaredDistance(rows, mean);
            foreach (var score in projection.Transform(rows).Values)
                left -= (double)score * score;
        }

        return left / x.Rows / x.Columns;
    }

    private static double SquaredDistance(Matrix x, double[] mean)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                sum += (row[j] - mean[j]) * (row[j] - mean[j]);
        }

        return sum;
    }

    private static IEnumerable<Matrix> Parts(Samples x, CancellationToken cancellation)
    {
        var atOnce = (int)Math.Clamp(MostValues / x.Columns, 1, RowsAtOnce);
        for (var start = 0; start < x.Rows; start += atOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Read(x, start, Math.Min(atOnce, x.Rows - start));
        }
    }

    private static Matrix Read(Samples x, int start, int count)
    {
        var rows = new Matrix(count, x.Columns);
        WorkerPool.Run(count, (i, _) => x.CopyRow(start + i, rows.MutableRow(i)));  // each may have to be decoded
        return rows;
    }
}
