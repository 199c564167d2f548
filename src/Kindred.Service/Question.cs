using Kindred.Datasets;
using Kindred.Models;

namespace Kindred.Service;

/// <summary>What a request asks of the model.</summary>
/// <param name="Served">The model it came to.</param>
/// <param name="Names">What its items are called, in their order.</param>
/// <param name="Parts">Its items, one after the other, in the model's shape: bytes or floats each.</param>
/// <param name="IsSearch">Whether the nearest kept items are asked for, too.</param>
/// <param name="Cancellation">Nobody waits for the answer any more.</param>
internal sealed record Question(ServedModel Served, IReadOnlyList<string> Names, IReadOnlyList<ImageSet> Parts, bool IsSearch, CancellationToken Cancellation)
{
    private readonly TaskCompletionSource<ItemAnswer[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => Names.Count;

    public Task<ItemAnswer[]> Answered => _answer.Task;

    public void Answer(ItemAnswer[] answer) => _answer.TrySetResult(answer);

    public void Fail(Exception reason) => _answer.TrySetException(reason);

    public void Cancel() => _answer.TrySetCanceled(Cancellation.IsCancellationRequested ? Cancellation : new CancellationToken(canceled: true));
}

/// <summary>What the model says of one item.</summary>
/// <param name="Assignment">Where it went.</param>
/// <param name="Nearest">Kept items by number, nearest first; null where they were not asked for.</param>
/// <param name="Distances">From them.</param>
internal readonly record struct ItemAnswer(Assignment Assignment, int[]? Nearest, float[]? Distances);
