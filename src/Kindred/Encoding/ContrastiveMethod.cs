using Kindred.Encoding.Views;
using Kindred.Features;
using Kindred.Methods;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>The contrastive encoder as people ask for it, sized for the rows at hand.</summary>
public static class ContrastiveMethod
{
    private const int UsualSteps = 2740;  // twenty epochs of 70,000 rows
    private const int FewestEpochs = 8, MostEpochs = 100;

    private static readonly ViewName[] ToChooseFrom = [ViewName.Middle, ViewName.Upright, ViewName.Handwriting, ViewName.Photographs];  // of equal ones the first is chosen

    internal static MethodKind<ITransformer> Method { get; } = new("contrastive", ContrastiveModel.StoredAs, "Chen, Kornblith, Norouzi and Hinton 2020; Dwibedi, Aytar, Tompson, Sermanet and Zisserman 2021", order =>
    {
        var shape = order.RequirePictures("contrastive");
        var batch = order.Whole("batch", Math.Clamp(order.Rows / 8, 32, 512));
        var steps = Math.Max(1, order.Rows / batch);
        var width = order.Whole("width", 32);
        var views = order.Choice("views", ViewName.Middle);
        return new ContrastiveEncoder
        {
            Architecture = new ContrastiveArchitecture
            {
                Shape = shape,
                Channels = [width, 2 * width, 4 * width],
                ResidualBlocks = order.Whole("blocks", 0),
                CodeLength = order.Whole("code", 256),
            },
            Views = Cropped(Named(views), order),
            Candidates = views != ViewName.Choose ? []
                : [.. ToChooseFrom.Where(name => name != ViewName.Photographs || shape.Channels == 3).Select(name => new NamedViews($"{name}".ToLowerInvariant(), Cropped(Named(name), order)))],
            Positives = order.Choice("positives", Positives.Neighbours) == Positives.Views ? null : new NeighbourPositives
            {
                Features = (shape.Channels == 3 ? Concatenation.Method : OrientationHistograms.Method).Create(new MethodOrder(shape, order.Rows, order.ClusterCount, order.Seed)),
                Count = order.Whole("neighbours", Math.Clamp((int)Math.Round(Math.Pow(order.Rows, 0.25)), 5, 10)),
            },
            Loss = order.Choice("loss", LossName.NtXent) == LossName.NtXent ? new NtXent { Temperature = order.Real("temperature", 0.5) } : new BarlowTwins(),
            Epochs = order.Whole("epochs", Math.Clamp((UsualSteps + steps - 1) / steps, FewestEpochs, MostEpochs), isFirst: true),
            BatchSize = batch,
            Seed = order.Seed,
        };
    })
    { TakesUnitRange = true };

    private static ViewSettings Cropped(ViewSettings views, MethodOrder order) => views with { SmallestCrop = order.Real("crop", views.SmallestCrop) };

    private static ViewSettings Named(ViewName name) => name switch
    {
        ViewName.Middle => ViewSettings.Middle,
        ViewName.Upright => ViewSettings.Upright,
        ViewName.Handwriting => ViewSettings.Handwriting,
        ViewName.Photographs => ViewSettings.Photographs,
        _ => ViewSettings.Middle,
    };

    private enum ViewName { Middle, Upright, Handwriting, Photographs, Choose }

    private enum Positives { Neighbours, Views }

    private enum LossName { NtXent, BarlowTwins }
}
