using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Parts of tensors, and tensors of parts. A dimension counts from 0, or from the end: −1 is the last.</summary>
public sealed unsafe partial class Tensor
{
    private const int ColumnBlock = 256;

    /// <summary>Tensors one after the other along a dimension; their other dimensions are equal.</summary>
    /// <exception cref="ArgumentException">There are none, they do not fit together, or are not of one graph.</exception>
    public static Tensor Concatenate(int dimension, params ReadOnlySpan<Tensor> parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("At least one tensor is needed, got none.", nameof(parts));
        var (shape, needsGradient) = (parts[0].Shape.ToArray(), false);
        var at = parts[0].Dimension(dimension);
        shape[at] = 0;
        foreach (var part in parts)
        {
            part.CheckSameGraph(parts[0], "A concatenation");
            part.CheckFits(parts[0], at);
            shape[at] = checked(shape[at] + part.Shape[at]);
            needsGradient |= part.NeedsGradient;
        }

        var y = parts[0].Graph.Result(shape, needsGradient);
        var start = 0;
        foreach (var part in parts)
        {
            var run = new Run(part, y, at, start);
            y.Compute += run.Each((x, step, whole, wholeStep, length, count) => Strips.Copy(part.Pointer + x, step, y.Pointer + whole, wholeStep, length, count));
            y.PropagateTo(part, run.Each((x, step, whole, wholeStep, length, count) => Strips.Add(y.Gradient + whole, wholeStep, part.Gradient + x, step, length, count)));
            start += part.Shape[at];
        }

        return y;
    }

    /// <summary><paramref name="count"/> places of a dimension, from <paramref name="start"/> on: rows of a batch, columns of a table, channels of images.</summary>
    public Tensor Slice(int dimension, int start, int count)
    {
        var at = Dimension(dimension);
        if (start < 0 || count < 1 || (long)start + count > Shape[at])
            throw new ArgumentOutOfRangeException(nameof(start), $"{count} places from {start} on do not lie in {Describe(Shape)} along dimension {at}.");
        var shape = Shape.ToArray();
        shape[at] = count;
        var y = Result(shape);
        var run = new Run(y, this, at, start);
        y.Compute = run.Each((x, step, whole, wholeStep, length, strips) => Strips.Copy(Pointer + whole, wholeStep, y.Pointer + x, step, length, strips));
        y.PropagateTo(this, run.Each((x, step, whole, wholeStep, length, strips) => Strips.Add(y.Gradient + x, step, Gradient + whole, wholeStep, length, strips)));
        return y;
    }

    /// <summary>The rows of a batch that <paramref name="rows"/> names, in its order, each as often as it is named.</summary>
    /// <param name="rows">Read anew in every replay, so that its content may change between them.</param>
    /// <exception cref="ArgumentOutOfRangeException">Now or in a replay: there is no such row.</exception>
    public Tensor Gather(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckRows(rows);
        var n = Columns;
        var y = Result([rows.Length, .. Shape[1..]]);
        var copy = Graph.Blocks(rows.Length, RowsPerBlock(n), (start, end) =>
        {
            for (var i = start; i < end; i++)
                Strips.Copy(Line(rows[i], n), 0, y.Line(i, n), 0, n, 1);
        });
        y.Compute = () =>
        {
            CheckRows(rows);
            copy();
        };
        y.PropagateTo(this, Graph.Blocks(n, ColumnBlock, (start, end) =>  // by columns, as a row may be named more than once
        {
            for (var i = 0; i < rows.Length; i++)
                Elementwise.Add(default(Itself), y.LineGradient(i, n) + start, LineGradient(rows[i], n) + start, end - start);
        }));
        return y;
    }

    private void CheckRows(int[] rows)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Rows)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"There are rows 0 to {Rows - 1}.");
        }
    }

    private int Dimension(int dimension)
    {
        var at = dimension < 0 ? dimension + Shape.Length : dimension;
        return at >= 0 && at < Shape.Length
            ? at
            : throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"A tensor of {Describe(Shape)} has {Shape.Length} dimensions.");
    }

    private void CheckFits(Tensor other, int dimension)
    {
        var fits = Shape.Length == other.Shape.Length && Shape[..dimension].SequenceEqual(other.Shape[..dimension])
            && Shape[(dimension + 1)..].SequenceEqual(other.Shape[(dimension + 1)..]);
        if (!fits)
            throw new ArgumentException($"{Describe(Shape)} and {Describe(other.Shape)} cannot be put together along dimension {dimension}.");
    }

    /// <summary>Where the values of a part lie in the whole: strips at equal distances; rows of a batch one by one, so that threads can share them.</summary>
    private readonly struct Run
    {
        private readonly int _strips, _length;
        private readonly long _step, _start;

        public Run(Tensor part, Tensor whole, int dimension, int start)
        {
            var inner = part.Inner(dimension);
            _length = dimension == 0 ? inner : part.Shape[dimension] * inner;
            _strips = part.Length / _length;
            _step = dimension == 0 ? inner : (long)whole.Shape[dimension] * inner;
            _start = (long)start * inner;
        }

        public delegate void Body(long part, long partStep, long whole, long wholeStep, int length, int count);

        public Action Each(Body body)
        {
            var run = this;
            return Graph.Blocks(_strips, RowsPerBlock(_length), (from, to) =>
                body((long)from * run._length, run._length, run._start + (from * run._step), run._step, run._length, to - from));
        }
    }
}
