using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Tests.Kernels.Gemm;

public sealed unsafe class PanelLayoutTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 3, 10, 7 }, { 64, 16, 48 }, { 33, 48, 49 }, { 256, 130, 901 }, { 700, 500, 10 }, { 17, 10, 784 }, { 401, 96, 100 }, { 20, 30, 17_000 }, { 450, 300, 500 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_come_back_from_panels_as_they_went_in(int _, int rows, int columns)
    {
        var layout = new PanelLayout(rows, columns);
        var (values, back) = (Draw(rows * columns, 1), new float[rows * columns]);
        using var panels = new NativeBuffer<float>(layout.Length);
        layout.Import(values, panels.Pointer);
        layout.Export(panels.Pointer, back);
        Assert.Equal(values, back);
        Assert.Equal(values[((rows - 1) * columns) + columns - 1], panels.Pointer[layout.Offset(rows - 1, columns - 1)]);
    }

    /// <summary>What a layer needs of its weight has the bits of the products of rows.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_with_panels_have_the_bits_of_products_with_rows(int batch, int inputs, int outputs)
    {
        var layout = new PanelLayout(inputs, outputs);
        var (x, w, dy) = (Draw(batch * inputs, 1), Draw(inputs * outputs, 2), Draw(batch * outputs, 3));
        var (y, yPanels) = (new float[batch * outputs], new float[batch * outputs]);
        var (dx, dxPanels) = (Draw(batch * inputs, 4), Draw(batch * inputs, 4));
        var (dw, dwPanels) = (new float[inputs * outputs], new float[inputs * outputs]);
        using var panels = new NativeBuffer<float>(layout.Length);
        using var gradient = new NativeBuffer<float>(layout.Length);
        layout.Import(w, panels.Pointer);
        fixed (float* px = x, pw = w, pdy = dy, py = y, pyPanels = yPanels, pdx = dx, pdxPanels = dxPanels, pdw = dw)
        {
            GemmFloat.Multiply(false, false, batch, outputs, inputs, px, inputs, pw, outputs, 0, py, outputs);
            GemmFloat.MultiplyPanels(layout, panels.Pointer, false, batch, GemmFloat.ByRows(px, inputs), new GemmResult<float>(pyPanels, outputs, add: false));
            GemmFloat.Multiply(false, true, batch, inputs, outputs, pdy, outputs, pw, outputs, 1, pdx, inputs);
            GemmFloat.MultiplyPanels(layout, panels.Pointer, true, batch, GemmFloat.ByRows(pdy, outputs), new GemmResult<float>(pdxPanels, inputs, add: true));
            GemmFloat.Multiply(true, false, inputs, outputs, batch, px, inputs, pdy, outputs, 0, pdw, outputs);
            GemmFloat.MultiplyIntoPanels(layout, gradient.Pointer, add: false, batch, GemmFloat.ByTerms(px, inputs), GemmFloat.ByTerms(pdy, outputs));
        }

        layout.Export(gradient.Pointer, dwPanels);
        Assert.Equal(y, yPanels);
        Assert.Equal(dx, dxPanels);
        Assert.Equal(dw, dwPanels);
    }

    /// <summary>Gradients that lie in panels on both sides, and inputs that lie in narrow ones, give the bits of those that lie row after row.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Operands_and_results_in_panels_have_the_bits_of_rows(int batch, int inputs, int outputs)
    {
        var (weight, narrow, gradient, result) = (new PanelLayout(inputs, outputs), PanelLayout.ForLeft(batch, inputs), new PanelLayout(batch, outputs), new PanelLayout(batch, inputs));
        var (x, w, dy) = (Draw(batch * inputs, 1), Draw(inputs * outputs, 2), Draw(batch * outputs, 3));
        var (dx, dxPanels, dw, dwPanels) = (new float[batch * inputs], new float[batch * inputs], new float[inputs * outputs], new float[inputs * outputs]);
        using NativeBuffer<float> pw = new(weight.Length), px = new(narrow.Length), pdy = new(gradient.Length), pdx = new(result.Length), pdw = new(weight.Length);
        weight.Import(w, pw.Pointer);
        narrow.Import(x, px.Pointer);
        gradient.Import(dy, pdy.Pointer);
        fixed (float* rx = x, rw = w, rdy = dy, rdx = dx, rdw = dw)
        {
            GemmFloat.Multiply(false, true, batch, inputs, outputs, rdy, outputs, rw, outputs, 0, rdx, inputs);
            GemmFloat.MultiplyPanels(weight, pw.Pointer, transposed: true, batch, gradient.Left(pdy.Pointer), result.Result(pdx.Pointer, add: false));
            GemmFloat.Multiply(true, false, inputs, outputs, batch, rx, inputs, rdy, outputs, 0, rdw, outputs);
            GemmFloat.MultiplyIntoPanels(weight, pdw.Pointer, add: false, batch, narrow.LeftTransposed(px.Pointer), gradient.Right(pdy.Pointer));
        }

        result.Export(pdx.Pointer, dxPanels);
        weight.Export(pdw.Pointer, dwPanels);
        Assert.Equal(dx, dxPanels);
        Assert.Equal(dw, dwPanels);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_product_that_is_not_kept_is_handed_on_once_and_whole(int batch, int inputs, int outputs)
    {
        var layout = new PanelLayout(inputs, outputs);
        batch = Math.Min(batch, GemmFloat.MaxTermsAtOnce);
        var (x, dy) = (Draw(batch * inputs, 1), Draw(batch * outputs, 3));
        var kept = new float[inputs * outputs];
        var collected = new Collected(inputs, outputs);
        fixed (float* px = x, pdy = dy, pkept = kept)
        {
            GemmFloat.Multiply(true, false, inputs, outputs, batch, px, inputs, pdy, outputs, 0, pkept, outputs);
            GemmFloat.MultiplyIntoPanels(layout, null, add: false, batch, GemmFloat.ByTerms(px, inputs), GemmFloat.ByTerms(pdy, outputs), collected);
        }

        Assert.Equal(kept, collected.Values);
        Assert.All(collected.Times, times => Assert.Equal(1, times));
    }

    private static float[] Draw(int count, ulong seed)
    {
        var rng = new Rng(seed);
        var drawn = new float[count];
        for (var i = 0; i < count; i++)
            drawn[i] = (float)((rng.NextDouble() * 2) - 1);
        return drawn;
    }

    private sealed class Collected(int rows, int columns) : IGemmEpilogue<float>
    {
        public float[] Values { get; } = new float[rows * columns];

        public int[] Times { get; } = new int[rows * columns];

        public void Apply(float* values, nint step, int row, int column, int height, int width)
        {
            for (var i = 0; i < height; i++)
            {
                for (var j = 0; j < width; j++)
                {
                    Values[((row + i) * columns) + column + j] = values[(i * step) + j];
                    Interlocked.Increment(ref Times[((row + i) * columns) + column + j]);
                }
            }
        }
    }
}
