using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

public sealed class WardrobeTests
{
    [Fact]
    public void Classes_are_balanced_in_both_parts()
    {
        var wardrobe = Wardrobe.Load(300, 50);

        Assert.Equal(10, wardrobe.ClassNames.Count);
        Assert.All(wardrobe.Train.Classes!.CountBy(label => label), pair => Assert.Equal(30, pair.Value));
        Assert.All(wardrobe.Test!.Classes!.CountBy(label => label), pair => Assert.Equal(5, pair.Value));
        Assert.Equal(10, wardrobe.Test.Classes!.Distinct().Count());
    }

    [Fact]
    public void Any_number_of_threads_draws_the_same_images()
    {
        var threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = Wardrobe.Load(1000, 100, seed: 9);
            Parallelism.Threads = 4;

            Assert.Equal(alone.Sha256, Wardrobe.Load(1000, 100, seed: 9).Sha256);
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_drawn()
    {
        var few = Wardrobe.Load(37, 5, seed: 2);
        var many = Wardrobe.Load(600, 80, seed: 2);

        Assert.True(many.Train.Bytes!.Values.StartsWith(few.Train.Bytes!.Values));
        Assert.True(many.Test!.Bytes!.Values.StartsWith(few.Test!.Bytes!.Values));
        Assert.Equal(few.Train.Classes, many.Train.Classes!.Take(37));
    }

    [Fact]
    public void Seeds_and_parts_differ()
    {
        var wardrobe = Wardrobe.Load(20, 20, seed: 1);

        Assert.NotEqual(wardrobe.Sha256, Wardrobe.Load(20, 20, seed: 2).Sha256);
        Assert.False(wardrobe.Train.Bytes!.Values.SequenceEqual(wardrobe.Test!.Bytes!.Values));
    }

    [Fact]
    public void Every_image_shows_something_on_a_black_ground()
    {
        var train = Wardrobe.Load(500, 10).Train;

        for (var i = 0; i < train.Count; i++)
        {
            var row = train.Bytes!.Row(i);
            Assert.InRange(row.Count((byte)0), 100, 750);
            Assert.True(row.ContainsAnyInRange((byte)40, (byte)255));
        }
    }

    [Fact]
    public void It_is_never_mistaken_for_Fashion_MNIST()
    {
        var wardrobe = Wardrobe.Load(10, 10);

        Assert.NotEqual(FashionMnist.Name, wardrobe.Name);
        Assert.NotEqual(FashionMnist.ClassNames, wardrobe.ClassNames);
        Assert.NotEqual(FashionMnist.Sha256, wardrobe.Sha256);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Parts_without_images_are_refused(int train, int test) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wardrobe.Load(train, test));
}
