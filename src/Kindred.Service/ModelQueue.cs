using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Service;

/// <summary>Brings what waits through the model together: one worker takes whatever questions have come, up to so many items, and answers them by one call.</summary>
/// <remarks>An answer has the bits it would have alone.</remarks>
internal sealed class ModelQueue : IAsyncDisposable
{
    public const string MeterName = "Kindred.Service";

    private readonly Channel<Question> _waiting = Channel.CreateUnbounded<Question>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ServiceSettings _settings;
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<int> _together;
    private readonly Counter<long> _refused;
    private readonly Task _worker;
    private int _items;

    public ModelQueue(ServiceSettings settings)
    {
        _settings = settings;
        _together = _meter.CreateHistogram<int>("kindred.service.together", "{item}", "Items that went through the model in one call.");
        _refused = _meter.CreateCounter<long>("kindred.service.refused", "{request}", "Requests that were told to come again.");
        _meter.CreateObservableGauge("kindred.service.waiting", () => Volatile.Read(ref _items), "{item}", "Items that wait for the model.");
        _worker = Work();
    }

    /// <summary>The answers to the items of a question, in their order.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public Task<ItemAnswer[]> Ask(Question question)
    {
        if (Interlocked.Add(ref _items, question.Count) > _settings.MostWaiting || !_waiting.Writer.TryWrite(question))
        {
            Interlocked.Add(ref _items, -question.Count);
            throw Busy();
        }

        return question.Answered;
    }

    /// <summary>Counts a request that is told to come again.</summary>
    public RefusedException Busy()
    {
        _refused.Add(1);
        return RefusedException.Busy();
    }

    /// <summary>Answers what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _worker;
        _meter.Dispose();
    }

    private async Task Work()
    {
        var taken = new List<Question>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var items = 0;
            while ((items == 0 || items < _settings.MostTogether) && _waiting.Reader.TryRead(out var question))
            {
                Interlocked.Add(ref _items, -question.Count);
                if (question.Cancellation.IsCancellationRequested)
                {
                    question.Cancel();
                    continue;
                }

                taken.Add(question);
                items += question.Count;
            }

            foreach (var same in taken.GroupBy(question => (question.Served, question.IsSearch)))
                Answer([.. same]);
            taken.Clear();
        }
    }

    private void Answer(IReadOnlyList<Question> questions)
    {
        try
        {
            var answers = Together(questions);
            foreach (var (question, answer) in questions.Zip(answers))
                question.Answer(answer);
        }
#pragma warning disable CA1031 // whoever asked gets it; the worker goes on
        catch (Exception) when (questions.Count > 1)
        {
            foreach (var question in questions)  // what is wrong with one is not the others' fault
                Answer([question]);
        }
        catch (Exception failure)
#pragma warning restore CA1031
        {
            questions[0].Fail(failure);
        }
    }

    private ItemAnswer[][] Together(IReadOnlyList<Question> questions)
    {
        ItemAnswer[][] answers = [.. questions.Select(question => new ItemAnswer[question.Count])];
        var places = new List<(ImageSet Part, ItemAnswer[] Answers, int Start)>();
        foreach (var (question, own) in questions.Zip(answers))
        {
            var start = 0;
            foreach (var part in question.Parts)
            {
                places.Add((part, own, start));
                start += part.Count;
            }
        }

        var (served, isSearch) = (questions[0].Served, questions[0].IsSearch);
        foreach (var alike in places.GroupBy(place => place.Part.Bytes is null))
            Fill(served, isSearch, [.. alike]);
        return answers;
    }

    private void Fill(ServedModel served, bool isSearch, (ImageSet Part, ItemAnswer[] Answers, int Start)[] places)
    {
        var rows = Rows.Join([.. places.Select(place => place.Part)]);
        _together.Record(rows.Count);
        var assigned = served.Model.Assign(rows);
        var found = isSearch ? served.Model.Find(rows, served.Index!) : null;
        var row = 0;
        foreach (var (part, answers, start) in places)
        {
            for (var i = 0; i < part.Count; i++, row++)
                answers[start + i] = new ItemAnswer(assigned[row], found?.Indices(row).ToArray(), found?.Distances(row).ToArray());
        }
    }
}

/// <summary>Rows of several requests as one matrix.</summary>
internal static class Rows
{
    public static ImageSet Join(IReadOnlyList<ImageSet> parts)
    {
        if (parts is [var only])
            return only;
        var (first, count) = (parts[0], parts.Sum(part => part.Count));
        if (first.Bytes is { } bytes)
        {
            var joined = new byte[checked(count * first.Shape.Size)];
            Copy(parts, (part, i) => part.Bytes!.Row(i), joined);
            return new ImageSet(new ByteMatrix(count, first.Shape.Size, joined, bytes.Scale), first.Shape) { Unit = first.Unit };
        }

        var floats = new float[checked(count * first.Shape.Size)];
        Copy(parts, (part, i) => part.Pixels.Row(i), floats);
        return new ImageSet(new Matrix(count, first.Shape.Size, floats), first.Shape) { Origins = first.Origins, Unit = first.Unit };
    }

    private static void Copy<T>(IReadOnlyList<ImageSet> parts, RowOf<T> rowOf, T[] joined)
    {
        var place = 0;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Count; i++, place += part.Shape.Size)
                rowOf(part, i).CopyTo(joined.AsSpan(place));
        }
    }

    private delegate ReadOnlySpan<T> RowOf<T>(ImageSet part, int row);
}
