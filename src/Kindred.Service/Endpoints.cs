using System.Globalization;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Service.Bodies;
using Microsoft.AspNetCore.Http;

namespace Kindred.Service;

/// <summary>What the addresses of a service answer.</summary>
internal sealed class Endpoints(ModelSource models, ModelQueue queue, Admission admission, ServiceSettings settings) : IDisposable
{
    private const int UsualNearest = 10;

    private readonly SemaphoreSlim _decoders = new(Parallelism.Threads);

    /// <summary>Where each item of the body belongs.</summary>
    public async Task<IResult> Assign(HttpContext context)
    {
        var (question, answers) = await Ask(context, models.Current, isSearch: false);
        var items = new AssignedItem[answers.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var (cluster, name, probability, distance, isUnusual) = answers[i].Assignment;
            items[i] = new AssignedItem(question.Names[i], cluster, name, probability, float.IsFinite(distance) ? distance : null, isUnusual);
        }

        return TypedResults.Json(new AssignAnswer(items), ServiceJson.Default.AssignAnswer);
    }

    /// <summary>What the model was made from that is nearest to each item of the body.</summary>
    public async Task<IResult> Find(HttpContext context)
    {
        var served = models.Current;
        if (served is not { Kept: { } kept, Index: { } index })
            throw new RefusedException(StatusCodes.Status409Conflict, "The items that the model was made from are not here, so nothing can be found among them: the model has to lie in the folder of its run, and the run has to keep codes.");
        var count = Math.Min(Count(context.Request), index.Count);
        var (question, answers) = await Ask(context, served, isSearch: true);
        var items = new SearchedItem[answers.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var (assignment, nearest, distances) = answers[i];
            var found = Enumerable.Range(0, count).Select(j => new FoundItem(kept.Names[nearest![j]], kept.Clusters[nearest[j]], NameOf(served.Model, kept.Clusters[nearest[j]]), distances![j]));
            items[i] = new SearchedItem(question.Names[i], assignment.Cluster, assignment.Name, [.. found]);
        }

        return TypedResults.Json(new FindAnswer(items), ServiceJson.Default.FindAnswer);
    }

    /// <summary>What is served.</summary>
    public IResult Model()
    {
        var served = models.Current;
        var (input, origin) = (served.Model.Input, served.Model.Origin);
        return TypedResults.Json(new ModelAnswer
        {
            Takes = Takes(served),
            Height = input.Shape.Height,
            Width = input.Shape.Width,
            Channels = input.Shape.Channels,
            Columns = input.Columns,
            ColumnNames = input.Table is { Names.Count: > 0 } table ? table.Names : null,
            TakesPictures = served.TakesPictures,
            Encoder = input.Encoder?.Name,
            Finds = served.Index is not null,
            Clusters = [.. served.Model.Names.Select((name, cluster) => new ServedCluster(cluster, name))],
            Origin = new ServedOrigin(origin.Recipe, origin.Seed.ToString(CultureInfo.InvariantCulture), origin.Dataset, origin.DatasetSha256, origin.Rows, origin.Version),
            Version = KindredTelemetry.Version,
            Limits = new ServedLimits(settings.MostBodyBytes, MostItems(served), settings.RequestTimeout.TotalSeconds),
        }, ServiceJson.Default.ModelAnswer);
    }

    public void Dispose() => _decoders.Dispose();

    /// <summary>Reads the body and waits for what the model says, for so long as a request may take.</summary>
    private async Task<(Question Question, ItemAnswer[] Answers)> Ask(HttpContext context, ServedModel served, bool isSearch)
    {
        using var place = admission.TryEnter(Math.Min(context.Request.ContentLength ?? settings.MostBodyBytes, settings.MostBodyBytes)) ?? throw queue.Busy();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        time.CancelAfter(settings.RequestTimeout);
        try
        {
            var items = await Items.Read(new BodyContext(context.Request, served, settings with { MostItems = MostItems(served) }, _decoders, time.Token));
            var question = new Question(served, items.Names, items.Parts, isSearch, time.Token);
            return (question, await queue.Ask(question).WaitAsync(time.Token));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RefusedException(StatusCodes.Status408RequestTimeout, string.Create(CultureInfo.InvariantCulture, $"The request took longer than {settings.RequestTimeout.TotalSeconds} seconds; send its body at once, or less at a time."));
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidDataException)
        {
            throw RefusedException.Unfit(Sentence(unfit), unfit);
        }
    }

    /// <summary>Fewer where each is large.</summary>
    private int MostItems(ServedModel served) => Math.Clamp(ModelInput.MostValues * 4 / served.Model.Input.Columns, 1, settings.MostItems);

    private static int Count(HttpRequest request)
    {
        if (request.Query["count"] is not [{ Length: > 0 } text])
            return UsualNearest;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= ServedModel.MostNearest ? count
            : throw RefusedException.Broken($"count is a whole number from 1 to {ServedModel.MostNearest}.");
    }

    /// <summary>The message on one line, without the parameter's name that .NET adds.</summary>
    private static string Sentence(Exception unfit) =>
        (unfit is ArgumentException { ParamName: { } name } ? unfit.Message.Split($" (Parameter '{name}')")[0] : unfit.Message).ReplaceLineEndings(" ");

    private static string NameOf(KindredModel model, int cluster) => cluster < 0 || cluster >= model.ClusterCount ? ClusterNames.OfNone : model.Names[cluster];

    private static string Takes(ServedModel served)
    {
        var shape = served.Model.Input.Shape;
        if (served.TakesPictures)
            return served.Encoder is { } encoder ? $"pictures, which {encoder.Identity.Name} looks at" : $"pictures, brought to {shape.Width}x{shape.Height} {(shape.Channels == 1 ? "grey" : "colour")} pixels";
        return $"rows of {Amount.Of(shape.Size, "number")}";
    }
}
