using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kindred.Numerics.Kernels.Convolution;
using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Tests.Kernels.Convolution;

[Collection(Alone.Name)]
public sealed unsafe partial class ConvolutionPlanTests
{
    private const int Margin = 64;
    private const float Canary = float.NaN;      // a read of it would spoil a sum, a write would remove it

    /// <summary>height, width, inputs, outputs, images.</summary>
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1 },
        { 1, 1, 32, 16, 37 },
        { 5, 7, 1, 32, 3 },
        { 5, 7, 3, 5, 2 },
        { 5, 7, 32, 1, 3 },
        { 5, 7, 5, 100, 9 },
        { 7, 7, 64, 32, 6 },
        { 6, 4, 100, 64, 5 },
        { 2, 3, 16, 48, 33 },
        { 7, 7, 64, 128, 4 },
        { 14, 14, 32, 64, 2 },
        { 28, 28, 1, 32, 2 },
        { 28, 28, 2, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_plain_convolution_equals_its_definition(int height, int width, int inputs, int outputs, int images) =>
        Check(new ConvolutionShape(height, width, inputs, outputs), images);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_convolution_with_relu_and_pooling_equals_its_definition(int height, int width, int inputs, int outputs, int images)
    {
        Check(new ConvolutionShape(height, width, inputs, outputs) { Relu = true }, images);
        Check(new ConvolutionShape(height, width, inputs, outputs) { Relu = true, Pooled = true }, images);
        Check(new ConvolutionShape(height, width, inputs, outputs) { Pooled = true }, images);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_convolution_after_enlarging_equals_its_definition(int height, int width, int inputs, int outputs, int images)
    {
        Check(new ConvolutionShape(height, width, inputs, outputs) { Upsampled = true }, images);
        Check(new ConvolutionShape(height, width, inputs, outputs) { Upsampled = true, Relu = true, Pooled = true }, images);
    }

    [Fact]
    public void A_smaller_batch_after_a_larger_one_leaves_no_trace()
    {
        var shape = new ConvolutionShape(5, 5, 16, 32) { Relu = true };
        using var plan = new ConvolutionPlan(shape);
        using var fresh = new ConvolutionPlan(shape);
        Run(plan, new Problem(shape, 40, seed: 1, exact: false));
        Assert.Equal(Run(fresh, new Problem(shape, 3, seed: 2, exact: false)), Run(plan, new Problem(shape, 3, seed: 2, exact: false)));
    }

    [Theory]
    [InlineData(7, 7, 64, 128, false, "5A389FF3046DF4B1")]
    [InlineData(4, 5, 32, 16, true, "710B924E9DCCECDD")]
    [InlineData(5, 7, 20, 40, true, "3671A73291905C45")]
    [InlineData(9, 8, 1, 32, false, "44F33EB102BD2F1E")]
    [InlineData(6, 6, 32, 1, true, "B43D6914284B0AE9")]
    public void The_same_bits_on_every_vector_unit(int height, int width, int inputs, int outputs, bool upsampled, string hash)
    {
        var shape = new ConvolutionShape(height, width, inputs, outputs) { Upsampled = upsampled, Relu = true, Pooled = !upsampled };
        using var plan = new ConvolutionPlan(shape);
        Assert.Equal(hash, Run(plan, new Problem(shape, 11, seed: 4, exact: false)));
    }

    [Theory]
    [InlineData(7, 64, 32, false)]
    [InlineData(7, 64, 32, true)]
    [InlineData(9, 20, 40, false)]
    [InlineData(9, 20, 40, true)]
    [InlineData(14, 32, 1, true)]
    public void Rounding_errors_stay_those_of_single_precision(int size, int inputs, int outputs, bool upsampled)
    {
        var shape = new ConvolutionShape(size, size, inputs, outputs) { Upsampled = upsampled };
        var problem = new Problem(shape, 6, seed: 8, exact: false);
        using var plan = new ConvolutionPlan(shape);
        Step(plan, problem);
        var reference = new ConvolutionReference(shape, problem.X.Copy(), problem.Weights.Copy(), problem.Bias.Copy(), 6);
        var (dx, dWeights, dBias) = reference.Gradients(problem.Weights.Copy(), problem.DY.Copy());
        Close(reference.Y, problem.Y);
        Close(dx, problem.DX);
        Close(dWeights, problem.DWeights);
        Close(dBias, problem.DBias);
    }

    [Fact]
    public void Gradients_are_added_to_and_left_out_on_demand()
    {
        foreach (var shape in (ConvolutionShape[])[new(5, 5, 16, 32), new(5, 5, 3, 2)])
        {
            var problem = new Problem(shape, 9, seed: 9, exact: true);
            using var plan = new ConvolutionPlan(shape);
            Step(plan, problem);
            var (weights, bias) = (problem.DWeights.Copy(), problem.DBias.Copy());
            plan.Backward(problem.Call(null) with { DX = null, AddsToWeights = true, AddsToBias = true });
            Assert.Equal(Array.ConvertAll(weights, g => 2 * g), problem.DWeights.Copy());
            Assert.Equal(Array.ConvertAll(bias, g => 2 * g), problem.DBias.Copy());

            var dx = problem.DX.Copy();
            problem.DX.Values.Clear();
            plan.Backward(problem.Call(null) with { DWeights = null, DBias = null });
            Assert.Equal(dx, problem.DX.Copy());
            Assert.Equal(Array.ConvertAll(weights, g => 2 * g), problem.DWeights.Copy());

            problem.Bias.Values.Clear();
            plan.Forward(problem.Call(null));
            var zero = problem.Y.Copy();
            plan.Forward(problem.Call(null) with { Bias = null });
            Assert.Equal(zero, problem.Y.Copy());
            GC.KeepAlive(problem);
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_step()
    {
        var shape = new ConvolutionShape(7, 7, 16, 32) { Relu = true };
        using var plan = new ConvolutionPlan(shape);
        var problem = new Problem(shape, 20, seed: 5, exact: false);
        Step(plan, problem);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step(plan, problem);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_result_that_is_not_a_number_is_not_hidden()
    {
        var shape = new ConvolutionShape(4, 4, 3, 16) { Relu = true, Pooled = true };
        using var plan = new ConvolutionPlan(shape);
        var problem = new Problem(shape, 1, seed: 6, exact: true);
        problem.X.Values[0] = float.NaN;
        Step(plan, problem);
        Assert.True(float.IsNaN(problem.Y.Values[0]));
    }

    // small multiples of 1/8: every sum is exact, so the plain loops must be met to the last bit, ties in pooling included
    private static void Check(ConvolutionShape shape, int images)
    {
        var problem = new Problem(shape, images, seed: 7, exact: true);
        using var plan = new ConvolutionPlan(shape);
        Step(plan, problem);

        var reference = new ConvolutionReference(shape, problem.X.Copy(), problem.Weights.Copy(), problem.Bias.Copy(), images);
        var (dx, dWeights, dBias) = reference.Gradients(problem.Weights.Copy(), problem.DY.Copy());
        Same(reference.Y, problem.Y);
        if (shape.Pooled)
            Assert.Equal(reference.Winners, problem.Winners.Select(winner => (int)winner));
        Same(dx, problem.DX);
        Same(dWeights, problem.DWeights);
        Same(dBias, problem.DBias);

        fixed (byte* winners = problem.Winners)
            plan.Backward(problem.Call(winners) with { DX = null });
        Same(dWeights, problem.DWeights);
    }

    private static void Same(double[] expected, Guarded actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i] == actual.Values[i], $"at {i} of {expected.Length}: expected {expected[i]}, got {actual.Values[i]}");
        Assert.True(actual.IsIntact, "something was written outside");
    }

    private static void Close(double[] expected, Guarded actual)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual.Values[i]) <= 1e-6 * scale, $"at {i}: expected {expected[i]}, got {actual.Values[i]}");
    }

    private static string Run(ConvolutionPlan plan, Problem problem)
    {
        Step(plan, problem);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var result in (Guarded[])[problem.Y, problem.DX, problem.DWeights, problem.DBias])
            hash.AppendData(MemoryMarshal.AsBytes(result.Values));
        return Convert.ToHexString(hash.GetCurrentHash())[..16];
    }

    private static void Step(ConvolutionPlan plan, Problem problem)
    {
        fixed (byte* winners = problem.Winners)
        {
            var call = problem.Call(winners);
            plan.Forward(in call);
            plan.Backward(in call);
        }

        GC.KeepAlive(problem);
    }
}
