namespace Kindred.Networks.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void Training_drops_the_share_and_scales_the_rest()
    {
        var kept = Replay(training: true, seed: 1).Where(value => value != 0).ToArray();
        Assert.InRange(kept.Length, 6800, 7200);
        Assert.All(kept, value => Assert.Equal(1 / 0.7f, value, 1e-6f));
    }

    [Fact]
    public void The_seed_decides_what_is_dropped()
    {
        Assert.Equal(Replay(true, 1), Replay(true, 1));
        Assert.NotEqual(Replay(true, 1), Replay(true, 2));
    }

    [Fact]
    public void Outside_of_training_nothing_is_dropped() => Assert.All(Replay(training: false, seed: 1), value => Assert.Equal(1, value));

    [Fact]
    public void Two_dropouts_in_one_graph_differ()
    {
        using var graph = new Graph { Training = true, Seed = 4 };
        var x = graph.Input(1, 1000);
        x.Values.Fill(1);
        var (a, b) = (x.Dropout(0.5), x.Dropout(0.5));
        graph.Forward();
        Assert.NotEqual(a.Values.ToArray(), b.Values.ToArray());
    }

    private static float[] Replay(bool training, ulong seed)
    {
        using var graph = new Graph { Training = training, Seed = seed };
        var x = graph.Input(10, 1000);
        x.Values.Fill(1);
        var y = x.Dropout(0.3);
        graph.Forward();
        return y.Values.ToArray();
    }
}
