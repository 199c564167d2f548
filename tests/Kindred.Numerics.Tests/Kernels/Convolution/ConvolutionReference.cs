using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Tests.Kernels.Convolution;

/// <summary>The definition of a convolutional step and of its gradients, as plain loops in double precision.</summary>
internal sealed class ConvolutionReference
{
    private readonly ConvolutionShape _shape;
    private readonly double[] _enlarged;   // x after enlarging
    private readonly double[] _wide;       // before pooling

    public ConvolutionReference(ConvolutionShape shape, float[] x, float[] weights, float[] bias, int images)
    {
        _shape = shape;
        Images = images;
        _enlarged = new double[images * shape.WideHeight * shape.WideWidth * shape.Inputs];
        for (var i = 0; i < _enlarged.Length; i++)
        {
            var (image, row, column, c) = Place(i, shape.Inputs);
            _enlarged[i] = x[(((((image * shape.Height) + (row / shape.Scale)) * shape.Width) + (column / shape.Scale)) * shape.Inputs) + c];
        }

        _wide = new double[images * shape.WideHeight * shape.WideWidth * shape.Outputs];
        for (var i = 0; i < _wide.Length; i++)
            _wide[i] = bias[Place(i, shape.Outputs).Channel];
        ForEachProduct((pixel, w, seen) => _wide[pixel] += weights[w] * _enlarged[seen]);
        if (shape.Relu)
        {
            for (var i = 0; i < _wide.Length; i++)
                _wide[i] = Math.Max(0, _wide[i]);
        }

        Y = new double[images * shape.OutputSize];
        Winners = new int[Y.Length];
        Pool();
    }

    public int Images { get; }

    public double[] Y { get; }

    public int[] Winners { get; }

    public (double[] DX, double[] DWeights, double[] DBias) Gradients(float[] weights, float[] dy)
    {
        var wide = new double[_wide.Length];
        for (var i = 0; i < Y.Length; i++)
        {
            if (!_shape.Relu || Y[i] > 0)
                wide[Winner(i, Winners[i])] = dy[i];
        }

        var enlarged = new double[_enlarged.Length];
        var dWeights = new double[weights.Length];
        ForEachProduct((pixel, w, seen) =>
        {
            enlarged[seen] += weights[w] * wide[pixel];
            dWeights[w] += _enlarged[seen] * wide[pixel];
        });
        var dBias = new double[_shape.Outputs];
        for (var i = 0; i < wide.Length; i++)
            dBias[Place(i, _shape.Outputs).Channel] += wide[i];
        var dx = new double[Images * _shape.InputSize];
        for (var i = 0; i < enlarged.Length; i++)
        {
            var (image, row, column, c) = Place(i, _shape.Inputs);
            dx[(((((image * _shape.Height) + (row / _shape.Scale)) * _shape.Width) + (column / _shape.Scale)) * _shape.Inputs) + c] += enlarged[i];
        }

        return (dx, dWeights, dBias);
    }

    private (int Image, int Row, int Column, int Channel) Place(int index, int channels)
    {
        var (pixel, channel) = Math.DivRem(index, channels);
        var (line, column) = Math.DivRem(pixel, _shape.WideWidth);
        var (image, row) = Math.DivRem(line, _shape.WideHeight);
        return (image, row, column, channel);
    }

    // every product of the 3×3 convolution: index of the result, of the weight, of what it sees
    private void ForEachProduct(Action<int, int, int> act)
    {
        for (var i = 0; i < _wide.Length; i++)
        {
            var (image, row, column, o) = Place(i, _shape.Outputs);
            for (var tap = 0; tap < 9; tap++)
            {
                var (y, x) = (row + (tap / 3) - 1, column + (tap % 3) - 1);
                if (y < 0 || y >= _shape.WideHeight || x < 0 || x >= _shape.WideWidth)
                    continue;
                var seen = ((((image * _shape.WideHeight) + y) * _shape.WideWidth) + x) * _shape.Inputs;
                for (var c = 0; c < _shape.Inputs; c++)
                    act(i, (((tap * _shape.Inputs) + c) * _shape.Outputs) + o, seen + c);
            }
        }
    }

    private void Pool()
    {
        for (var i = 0; i < Y.Length; i++)
        {
            for (var t = 1; _shape.Pooled && t < 4; t++)
            {
                if (_wide[Winner(i, t)] > _wide[Winner(i, Winners[i])])
                    Winners[i] = t;
            }

            Y[i] = _wide[Winner(i, Winners[i])];
        }
    }

    // index before pooling of what output i took from place t of its square
    private int Winner(int i, int t)
    {
        if (!_shape.Pooled)
            return i;
        var (pixel, o) = Math.DivRem(i, _shape.Outputs);
        var (line, column) = Math.DivRem(pixel, _shape.OutputWidth);
        var (image, row) = Math.DivRem(line, _shape.OutputHeight);
        var (y, x) = ((2 * row) + (t / 2), (2 * column) + (t % 2));
        return ((((((image * _shape.WideHeight) + y) * _shape.WideWidth) + x)) * _shape.Outputs) + o;
    }
}
