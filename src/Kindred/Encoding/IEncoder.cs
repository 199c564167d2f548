using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Encoding;

/// <summary>A step whose training takes so long that recipes share it, and that goes on after an interruption.</summary>
public interface IEncoder : ITransformer
{
    /// <summary>How what it trains is kept.</summary>
    StoredKind StoredAs { get; }

    /// <summary>The same settings, keeping the state of the training in <paramref name="folder"/> after every epoch and going on from there.</summary>
    IEncoder WithCheckpoints(string folder);

    /// <summary>Times that every row is seen, at most.</summary>
    int Passes { get; }

    /// <summary>What it does once, before the first pass over <paramref name="rows"/> rows, would take about this long on this machine now.</summary>
    /// <param name="sample">Some of the rows, at least two.</param>
    /// <param name="rows">How many there will be.</param>
    /// <param name="cancellation">Stops it.</param>
    TimeSpan TimeBefore(Matrix sample, int rows, CancellationToken cancellation = default) => TimeSpan.Zero;

    /// <summary>The same settings, but every row is seen <paramref name="passes"/> times, and no state is kept.</summary>
    IEncoder WithPasses(int passes);

    /// <summary>The layers of its network with starting values, and their sizes, as text.</summary>
    string Describe();
}

/// <summary>What an encoder trained.</summary>
public interface IEncoderModel : ITransform
{
    /// <summary>Losses of every epoch.</summary>
    TrainingHistory History { get; }

    /// <summary>How well it learned, told without labels, as a sentence; null where that was not measured.</summary>
    string? Judgement { get; }

    /// <summary>Why its codes say nothing, as a sentence; null where they are sound. Whoever clusters on them looks first.</summary>
    string? Failure { get; }

    /// <summary>The layers of its network, and their sizes, as text.</summary>
    string Describe();
}

/// <summary>A mapping with a way back from its codes.</summary>
public interface IRestores : ITransform
{
    /// <summary>rows x output columns → rows x input columns: what the codes tell of the rows.</summary>
    Matrix Restore(Matrix codes);
}
