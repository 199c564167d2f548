using Kindred.Datasets;

namespace Kindred.Tests.Datasets;

public sealed class SplitsTests
{
    private static readonly Dataset Whole = Wardrobe.Load(200, 20);

    [Fact]
    public void Held_out_rows_leave_the_training_part_and_all_are_on_record()
    {
        var split = Whole.HoldOut(60, seed: 5);

        Assert.Equal((140, 60, 20), (split.Train.Count, split.Validation!.Count, split.Test!.Count));
        Assert.Equal(Enumerable.Range(0, 200), split.Split!.TrainRows.Concat(split.Split.ValidationRows).Order());
        Assert.Equal(5ul, split.Split.Seed);
        Assert.Equal(Whole.Sha256, split.Sha256);
        for (var i = 0; i < 60; i++)
        {
            var row = split.Split.ValidationRows[i];
            Assert.True(split.Validation.Bytes!.Row(i).SequenceEqual(Whole.Train.Bytes!.Row(row)));
            Assert.Equal(Whole.Train.Classes![row], split.Validation.Classes![i]);
        }
    }

    [Fact]
    public void The_seed_alone_chooses_the_rows()
    {
        Assert.Equal(Whole.HoldOut(60, 5).Split!.ValidationRows, Whole.HoldOut(60, 5).Split!.ValidationRows);
        Assert.NotEqual(Whole.HoldOut(60, 5).Split!.ValidationRows, Whole.HoldOut(60, 6).Split!.ValidationRows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(200)]
    public void A_count_that_leaves_nothing_on_one_side_is_refused(int count) =>
        Assert.ThrowsAny<ArgumentException>(() => Whole.HoldOut(count, 0));

    [Fact]
    public void A_second_split_is_refused() =>
        Assert.Throws<ArgumentException>(() => Whole.HoldOut(60, 5).HoldOut(10, 5));
}
