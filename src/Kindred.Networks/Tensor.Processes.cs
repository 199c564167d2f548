using System.Numerics.Tensors;
using Kindred.Networks.Training;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks;

/// <summary>Rows of several processes.</summary>
public sealed partial class Tensor
{
    /// <summary>The rows of all processes, of which this one has its part (<see cref="SharedGradients.PartOf(int, ICommunicator)"/>): all first versions of the rows in their order, then all second ones, as one process would have them.
    /// // (versions · own) x columns → (versions · rows) x columns</summary>
    /// <remarks>Every process then computes the same loss of all rows, of which the training counts its share of the rows; what flows back to its own is therefore multiplied by rows / own.</remarks>
    internal Tensor OfAllProcesses(ICommunicator communicator, int rows, int versions)
    {
        if (communicator.Size == 1)
            return this;
        var (start, end) = SharedGradients.PartOf(rows, communicator);
        var (y, own, columns) = (Result([versions * rows, Columns]), end - start, Columns);
        if (own * versions != Rows)
            throw new ArgumentException($"Of {rows} rows in {versions} versions this process has {own * versions}, not {Rows}.", nameof(rows));
        void Each(Action<int, int> copy)  // places of its own rows of a version, here and among all
        {
            for (var version = 0; version < versions; version++)
                copy(version * own * columns, ((version * rows) + start) * columns);
        }

        y.Compute = () =>
        {
            y.Values.Clear();
            Each((here, there) => Values.Slice(here, own * columns).CopyTo(y.Values[there..]));
            communicator.Sum(y.Values);
        };
        y.PropagateTo(this, () => Each((here, there) =>
        {
            var gradient = GradientSpan.Slice(here, own * columns);
            TensorPrimitives.MultiplyAdd(y.GradientSpan.Slice(there, own * columns), (float)rows / own, gradient, gradient);
        }));
        return y;
    }
}
