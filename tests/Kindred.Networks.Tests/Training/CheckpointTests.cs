using System.Runtime.InteropServices;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Trainer Settings = new() { Epochs = 6, BatchSize = 32, EarlyStopping = new EarlyStopping { Patience = 10 } };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void An_interrupted_training_ends_with_the_same_bits(int interruptedAfter)
    {
        var whole = new SmallProblem();
        var expected = whole.Train(Settings);

        var checkpoint = new Checkpoint(_folder, "test");
        using var source = new CancellationTokenSource();
        var stop = new DirectProgress(report => Cancel(report.Step == interruptedAfter, source));
        Assert.Throws<OperationCanceledException>(() => new SmallProblem().Train(Settings, checkpoint, stop, source.Token));
        var continued = new SmallProblem(seed: 1);
        var epochs = new List<int>();
        var history = continued.Train(Settings, checkpoint, new DirectProgress(report => epochs.Add(report.Step)));

        Assert.Equal(Enumerable.Range(interruptedAfter + 1, 6 - interruptedAfter), epochs);
        Assert.Equal(expected, history);
        Assert.Equal(whole.Bits(), continued.Bits());
    }

    [Fact]
    public void A_finished_training_is_restored_without_a_step()
    {
        var first = new SmallProblem();
        var checkpoint = new Checkpoint(_folder, "test");
        var history = first.Train(Settings, checkpoint);
        var again = new SmallProblem(seed: 1);
        Assert.Equal(history, again.Train(Settings, checkpoint, new DirectProgress(_ => Assert.Fail("There was nothing left to do."))));
        Assert.Equal(first.Bits(), again.Bits());
    }

    [Fact]
    public void More_epochs_continue_a_finished_training()
    {
        var whole = new SmallProblem();
        whole.Train(Settings with { Epochs = 9 });
        var checkpoint = new Checkpoint(_folder, "test");
        new SmallProblem().Train(Settings, checkpoint);
        var continued = new SmallProblem();
        continued.Train(Settings with { Epochs = 9 }, checkpoint);
        Assert.Equal(whole.Bits(), continued.Bits());
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        new SmallProblem().Train(Settings, new Checkpoint(_folder, "test"));
        var otherSettings = Assert.Throws<ArgumentException>(() =>
            new SmallProblem().Train(Settings with { BatchSize = 64 }, new Checkpoint(_folder, "test")));
        Assert.Contains("BatchSize = 64", otherSettings.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SmallProblem().Train(Settings, new Checkpoint(_folder, "another")));
        Assert.Throws<ArgumentException>(() => new SmallProblem(seed: 2).Train(Settings, new Checkpoint(_folder, "test")));
    }

    [Fact]
    public void A_half_written_checkpoint_leaves_the_one_before()
    {
        var checkpoint = new Checkpoint(_folder, "test");
        var first = new SmallProblem();
        var history = first.Train(Settings, checkpoint);
        File.WriteAllText(Path.Combine(_folder, Checkpoint.FileName + ".partial"), "killed while writing");
        Assert.Equal(history, new SmallProblem().Train(Settings, checkpoint));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        new SmallProblem().Train(Settings, new Checkpoint(_folder, "test"));
        var path = Path.Combine(_folder, Checkpoint.FileName);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^8]);
        var failure = Assert.Throws<InvalidDataException>(() => new SmallProblem().Train(Settings, new Checkpoint(_folder, "test")));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_checkpoints_hold_the_same_state_or_are_refused() => HoldOrRefuse(1_500, seed: 12);

    [Fact, Trait("Category", "Slow")]
    public void Ten_thousand_damaged_checkpoints_hold_the_same_state_or_are_refused() => HoldOrRefuse(10_000, seed: 13);

    private void HoldOrRefuse(int count, ulong seed)
    {
        var checkpoint = new Checkpoint(_folder, "test");
        new SmallProblem().Train(Settings, checkpoint);
        var path = Path.Combine(_folder, Checkpoint.FileName);
        var (bytes, settings) = (File.ReadAllBytes(path), SafeTensors.Load(path).Text("settings"));
        var whole = checkpoint.Load(settings, new Rng(5).State)!;
        var (rng, refused) = (new Rng(seed), 0);
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(path, Damaged(bytes, rng));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var state = checkpoint.Load(settings, new Rng(5).State)!;
                Assert.Equal((whole.Steps, whole.BestEpoch), (state.Steps, state.BestEpoch));
                Assert.Equal(whole.History, state.History);
                foreach (var (expected, array) in whole.Arrays.OrderBy(array => array.Name).Zip(state.Arrays.OrderBy(array => array.Name)))
                    Assert.True(expected.Name == array.Name && expected.Values.Span.SequenceEqual(array.Values.Span));
            }
            catch (Exception failure) when (failure is InvalidDataException or ArgumentException)
            {
                Assert.Contains(path, failure.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }

        Assert.InRange(refused, count / 10 * 9, count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void A_checkpoint_without_its_checksum_is_refused(string version)
    {
        new SmallProblem().Train(Settings, new Checkpoint(_folder, "test"));
        var path = Path.Combine(_folder, Checkpoint.FileName);
        var file = SafeTensors.Load(path);
        var texts = new Dictionary<string, string>(file.Metadata) { ["version"] = version };
        texts.Remove("checksum");
        new SafeTensors(file.Tensors, texts).Save(path);
        var failure = Assert.Throws<InvalidDataException>(() => new SmallProblem().Train(Settings, new Checkpoint(_folder, "test")));
        Assert.Contains("Delete it", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A bit turned, a run of one byte, a piece cut out or doubled, or the end cut off; half of it in the header.</summary>
    private static byte[] Damaged(byte[] whole, Rng rng)
    {
        var bytes = whole.ToList();
        var at = rng.NextInt(rng.NextInt(2) == 0 ? Math.Min(2000, bytes.Count) : bytes.Count);
        var count = Math.Min(1 + rng.NextInt(12), bytes.Count - at);
        switch (rng.NextInt(5))
        {
            case 0: bytes[at] ^= (byte)(1 << rng.NextInt(8)); break;
            case 1: CollectionsMarshal.AsSpan(bytes).Slice(at, count).Fill((byte)(rng.NextInt(3) * 127)); break;
            case 2: bytes.RemoveRange(at, count); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
            default: bytes.RemoveRange(at, bytes.Count - at); break;
        }

        return [.. bytes];
    }

    private static void Cancel(bool now, CancellationTokenSource source)
    {
        if (now)
            source.Cancel();
    }
}
