using Kindred.Encoding.Views;
using Kindred.Methods;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>The contrastive encoder as people ask for it, sized for the rows at hand.</summary>
public static class ContrastiveMethod
{
    private const int UsualSteps = 1100;  // of the smallest training that was found to be enough
    private const int FewestEpochs = 8, MostEpochs = 100;

    internal static MethodKind<ITransformer> Method { get; } = new("contrastive", ContrastiveModel.StoredAs, "Chen, Kornblith, Norouzi and Hinton 2020", order =>
    {
        var shape = order.RequirePictures("contrastive");
        var batch = order.Whole("batch", Math.Clamp(order.Rows / 8, 32, 512));
        var steps = Math.Max(1, order.Rows / batch);
        var width = order.Whole("width", 32);
        return new ContrastiveEncoder
        {
            Architecture = new ContrastiveArchitecture
            {
                Shape = shape,
                Channels = [width, 2 * width, 4 * width],
                ResidualBlocks = order.Whole("blocks", 0),
                CodeLength = order.Whole("code", 256),
            },
            Views = Named(order.Choice("views", ViewName.Middle)),
            Loss = order.Choice("loss", LossName.NtXent) == LossName.NtXent ? new NtXent { Temperature = order.Real("temperature", 0.5) } : new BarlowTwins(),
            Epochs = order.Whole("epochs", Math.Clamp((UsualSteps + steps - 1) / steps, FewestEpochs, MostEpochs), isFirst: true),
            BatchSize = batch,
            Seed = order.Seed,
        };
    })
    { TakesUnitRange = true };

    private static ViewSettings Named(ViewName name) => name switch
    {
        ViewName.Middle => ViewSettings.Middle,
        ViewName.Upright => ViewSettings.Upright,
        ViewName.Handwriting => ViewSettings.Handwriting,
        _ => ViewSettings.Photographs,
    };

    private enum ViewName { Middle, Upright, Handwriting, Photographs }

    private enum LossName { NtXent, BarlowTwins }
}
