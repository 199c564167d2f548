using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Normalisation over a batch.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>scale ⊙ (x − μ) / √(σ² + ε) + shift, for each value of the last dimension.</summary>
    /// <remarks>
    /// While training, μ and σ² are those of the batch (σ² divides by the count), and the running mean and variance (which divides by the
    /// count less one) move towards them by <paramref name="momentum"/>; else μ and σ² are the running ones.
    /// Ioffe and Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2.
    /// </remarks>
    public Tensor BatchNormalization(
        Parameter scale, Parameter shift, Parameter runningMean, Parameter runningVariance, double momentum = 0.1, double epsilon = 1e-5)
    {
        var columns = Shape[^1];
        foreach (var parameter in new[] { scale, shift, runningMean, runningVariance })
        {
            ArgumentNullException.ThrowIfNull(parameter);
            if (parameter.Length != columns)
                throw new ArgumentException($"Normalising {columns} columns needs as many values of {parameter.Name}, got {parameter.Length}.");
        }

        var y = Graph.Result(Shape, needsGradient: true);
        var operation = new Normalization(this, y, Graph.Of(scale), Graph.Of(shift), Graph.Of(runningMean), Graph.Of(runningVariance));
        y.Compute = () => operation.Forward(momentum, epsilon);
        y.Propagate = operation.Backward;
        return y;
    }

    /// <summary>The steps of a batch normalisation and their scratch memory: x̂ and a product, both as large as x.</summary>
    private sealed class Normalization
    {
        private readonly Tensor _x, _y, _scale, _shift, _runningMean, _runningVariance;
        private readonly float* _normalized, _product, _mean, _inverse, _sums, _sumProducts;
        private readonly int _rows, _columns;
        private readonly ColumnSums _columnSums;
        private readonly Action _square, _finish, _multiply, _spread;

        public Normalization(Tensor x, Tensor y, Tensor scale, Tensor shift, Tensor runningMean, Tensor runningVariance)
        {
            (_x, _y, _scale, _shift, _runningMean, _runningVariance) = (x, y, scale, shift, runningMean, runningVariance);
            (_columns, _rows) = (x.Shape[^1], x.Length / x.Shape[^1]);
            _normalized = x.Graph.Buffer(x.Length).Pointer;
            _product = x.Graph.Buffer(x.Length).Pointer;
            _mean = x.Graph.Buffer(_columns).Pointer;
            _inverse = x.Graph.Buffer(_columns).Pointer;
            _sums = x.Graph.Buffer(_columns).Pointer;
            _sumProducts = x.Graph.Buffer(_columns).Pointer;
            _columnSums = new ColumnSums(x.Graph.Arena, _rows, _columns);
            _square = EachRow(i => NormalizationKernels.SquaredDifference(Row(_x.Pointer, i), _mean, Row(_product, i), _columns));
            _finish = EachRow(i => NormalizationKernels.Normalize(
                Row(_x.Pointer, i), _mean, _inverse, _scale.Pointer, _shift.Pointer, Row(_normalized, i), Row(_y.Pointer, i), _columns));
            _multiply = x.Block((start, n) => Elementwise.Set(new Times(1), _y.Gradient + start, _normalized + start, _product + start, n));
            _spread = EachRow(i => NormalizationKernels.AddGradient(
                Row(_y.Gradient, i), Row(_normalized, i), _scale.Pointer, _inverse, _sums, _sumProducts, 1f / _rows, Row(_x.Gradient, i), _columns));
        }

        public void Forward(double momentum, double epsilon)
        {
            if (_x.Graph.Training)
                TakeStatistics(momentum, epsilon);
            else
                NormalizationKernels.UseRunning(_runningMean.Pointer, _runningVariance.Pointer, epsilon, _mean, _inverse, _columns);
            _finish();
        }

        public void Backward()
        {
            _columnSums.Run(_y.Gradient, adds: false, _sums);
            _multiply();
            _columnSums.Run(_product, adds: false, _sumProducts);
            AddTo(_shift, _sums);
            AddTo(_scale, _sumProducts);
            if (!_x.NeedsGradient)
                return;
            if (!_x.Graph.Training)  // running statistics do not depend on x
            {
                new Span<float>(_sums, _columns).Clear();
                new Span<float>(_sumProducts, _columns).Clear();
            }

            _x.OpenGradient();
            _spread();
        }

        private void TakeStatistics(double momentum, double epsilon)
        {
            _columnSums.Run(_x.Pointer, adds: false, _mean);
            Elementwise.Set(new Scaled(1f / _rows), _mean, _mean, _columns);
            _square();
            _columnSums.Run(_product, adds: false, _sums);
            NormalizationKernels.Update(
                _mean, _sums, _rows, momentum, epsilon, _runningMean.Pointer, _runningVariance.Pointer, _inverse, _columns);
        }

        private void AddTo(Tensor parameter, float* sums)
        {
            if (!parameter.NeedsGradient)
                return;
            parameter.OpenGradient();
            Elementwise.Set(default(Plus), parameter.Gradient, sums, parameter.Gradient, _columns);
        }

        private float* Row(float* x, int i) => x + ((long)i * _columns);

        private Action EachRow(Action<int> body) => Graph.Blocks(_rows, RowsPerBlock(_columns), (start, end) =>
        {
            for (var i = start; i < end; i++)
                body(i);
        });
    }
}
