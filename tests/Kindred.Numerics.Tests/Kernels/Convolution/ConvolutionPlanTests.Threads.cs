using Kindred.Numerics.Kernels.Convolution;
using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Tests.Kernels.Convolution;

public sealed partial class ConvolutionPlanTests
{
    [Theory]
    [InlineData(7, 64, 128, false)]
    [InlineData(7, 64, 32, true)]
    [InlineData(28, 1, 32, false)]
    [InlineData(14, 32, 1, true)]
    public void The_same_bits_with_1_2_and_4_threads(int size, int inputs, int outputs, bool upsampled)
    {
        var shape = new ConvolutionShape(size, size, inputs, outputs) { Upsampled = upsampled, Relu = true };
        var before = Parallelism.Threads;
        try
        {
            var results = new List<string>();
            foreach (var threads in (int[])[1, 2, 4])
            {
                Parallelism.Threads = threads;
                using var plan = new ConvolutionPlan(shape);
                results.Add(Run(plan, new Problem(shape, 67, seed: 3, exact: false)));
            }

            Assert.Single(results.Distinct());
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public async Task The_number_of_threads_may_change_during_a_step()
    {
        var before = Parallelism.Threads;
        using var stop = new CancellationTokenSource();
        var changer = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    Parallelism.Threads = 1 + (i % 4);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            var shape = new ConvolutionShape(4, 4, 16, 16) { Relu = true };
            var results = Enumerable.Range(0, 1000).Select(_ =>
            {
                using var plan = new ConvolutionPlan(shape);
                return Run(plan, new Problem(shape, 67, seed: 3, exact: false));
            });
            Assert.Single(results.Distinct());
        }
        finally
        {
            await stop.CancelAsync();
            await changer;
            Parallelism.Threads = before;
        }
    }
}
