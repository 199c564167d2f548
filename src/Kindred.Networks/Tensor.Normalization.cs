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
        Parameter scale, Parameter shift, Parameter runningMean, Parameter runningVariance, double momentum = 0.1, double epsilon = 1e-5) =>
        BatchNormalization<Itself, Left>(scale, shift, runningMean, runningVariance, momentum, epsilon);

    /// <summary>The larger of that and 0, without ever storing what lies between.</summary>
    internal Tensor RectifiedBatchNormalization(
        Parameter scale, Parameter shift, Parameter runningMean, Parameter runningVariance, double momentum = 0.1, double epsilon = 1e-5) =>
        BatchNormalization<Rectified, RectifiedGradient>(scale, shift, runningMean, runningVariance, momentum, epsilon);

    private Tensor BatchNormalization<TFunction, TGradient>(
        Parameter scale, Parameter shift, Parameter runningMean, Parameter runningVariance, double momentum, double epsilon)
        where TFunction : struct, IUnary
        where TGradient : struct, IBinary
    {
        var columns = Shape[^1];
        foreach (var parameter in new[] { scale, shift, runningMean, runningVariance })
        {
            ArgumentNullException.ThrowIfNull(parameter);
            if (parameter.Length != columns)
                throw new ArgumentException($"Normalising {columns} columns needs as many values of {parameter.Name}, got {parameter.Length}.");
        }

        var y = Graph.Result(Shape, needsGradient: true);
        var operation = new Normalization<TFunction, TGradient>(this, y, Graph.Of(scale), Graph.Of(shift), Graph.Of(runningMean), Graph.Of(runningVariance));
        y.Compute = () => operation.Forward(momentum, epsilon);
        y.Propagate = operation.Backward;
        return y;
    }

    /// <summary>The steps of a batch normalisation with an activation behind it. Nothing as large as x is kept: the gradient makes x̂ again, of which the activation's follows.</summary>
    private sealed class Normalization<TFunction, TGradient>
        where TFunction : struct, IUnary
        where TGradient : struct, IBinary
    {
        private readonly Tensor _x, _y, _scale, _shift, _runningMean, _runningVariance;
        private readonly float* _mean, _inverse, _sums, _sumProducts;
        private readonly int _rows, _columns;
        private readonly ColumnSums _columnSums;
        private readonly ChunkSums _squares, _gradientSums;
        private readonly Action _finish, _write, _add;

        public Normalization(Tensor x, Tensor y, Tensor scale, Tensor shift, Tensor runningMean, Tensor runningVariance)
        {
            (_x, _y, _scale, _shift, _runningMean, _runningVariance) = (x, y, scale, shift, runningMean, runningVariance);
            (_columns, _rows) = (x.Shape[^1], x.Length / x.Shape[^1]);
            _mean = x.Graph.Buffer(_columns).Pointer;
            _inverse = x.Graph.Buffer(_columns).Pointer;
            _sums = x.Graph.Buffer(2L * _columns).Pointer;
            _sumProducts = _sums + _columns;
            _columnSums = new ColumnSums(x.Graph.Arena, _rows, _columns);
            _squares = new ChunkSums(x.Graph.Arena, _rows, _columns, (start, rows, sums) =>
                NormalizationKernels.AddSquares(Row(_x.Pointer, start), _mean, rows, _columns, sums));
            _gradientSums = new ChunkSums(x.Graph.Arena, _rows, 2 * _columns, (start, rows, sums) =>
                NormalizationKernels.AddGradientSums(default(TGradient), Row(_y.Gradient, start), Row(_x.Pointer, start), Statistics, rows, sums, sums + _columns));
            _finish = Graph.Blocks(_rows, RowsPerBlock(_columns), (start, end) =>
                NormalizationKernels.Normalize(default(TFunction), Row(_x.Pointer, start), Statistics, end - start, Row(_y.Pointer, start)));
            _write = Spread(adds: false);
            _add = Spread(adds: true);
        }

        private NormalizationStatistics Statistics => new(_mean, _inverse, _scale.Pointer, _shift.Pointer, _columns);

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
            _gradientSums.Run(_sums);
            AddTo(_shift, _sums);
            AddTo(_scale, _sumProducts);
            if (!_x.NeedsGradient)
                return;
            if (!_x.Graph.Training)  // running statistics do not depend on x
                new Span<float>(_sums, 2 * _columns).Clear();
            (_x.AddsToGradient() ? _add : _write)();
        }

        private void TakeStatistics(double momentum, double epsilon)
        {
            _columnSums.Run(_x.Pointer, adds: false, _mean);
            Elementwise.Set(new Scaled(1f / _rows), _mean, _mean, _columns);
            _squares.Run(_sums);
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

        private Action Spread(bool adds) => Graph.Blocks(_rows, RowsPerBlock(_columns), (start, end) =>
            NormalizationKernels.Spread(
                default(TGradient), Row(_y.Gradient, start), Row(_x.Pointer, start), Statistics, _sums, _sumProducts, 1f / _rows, end - start, adds, Row(_x.Gradient, start)));

        private float* Row(float* x, int i) => x + ((long)i * _columns);
    }
}
