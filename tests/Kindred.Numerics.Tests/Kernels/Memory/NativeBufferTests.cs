using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Tests.Kernels.Memory;

public sealed unsafe class NativeBufferTests
{
    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 64)]
    [InlineData(1000, 64)]
    [InlineData(3_000_000, 64)]
    public void Is_zeroed_and_aligned(int length, int alignment)
    {
        using var buffer = new NativeBuffer<float>(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(0, (long)buffer.Pointer % alignment);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void Large_blocks_start_on_a_huge_page()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var buffer = new NativeBuffer<double>(1 << 20);
        Assert.Equal(0, (long)buffer.Pointer % (1 << 21));
    }

    [Fact]
    public void Memory_freed_and_taken_again_is_zeroed_again()
    {
        for (var trial = 0; trial < 20; trial++)
        {
            using var buffer = new NativeBuffer<int>(5000);
            Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0));
            buffer.Span.Fill(7);
        }
    }

    [Fact]
    public void May_be_disposed_of_twice()
    {
        var buffer = new NativeBuffer<byte>(10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Pointer == null);
    }

    [Fact]
    public void A_part_is_the_same_memory_until_the_whole_is_freed()
    {
        var whole = new NativeBuffer<int>(100);
        var part = whole.Slice(40, 20);
        part.Span.Fill(3);
        Assert.Equal(20, part.Length);
        Assert.Equal(Enumerable.Repeat(3, 20), whole.Span[40..60].ToArray());
        Assert.Equal(80, whole.Span.Count(0));
        part.Dispose();
        Assert.Equal(3, whole.Span[40]);
        whole.Dispose();
        Assert.True(part.Pointer == null);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer<int>(10).Slice(5, 6));
    }
}
