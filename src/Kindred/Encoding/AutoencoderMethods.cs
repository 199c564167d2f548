using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Networks.Training;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>The autoencoders of the two published studies, sized for the rows at hand; a quarter of the rows is held out.</summary>
public static class AutoencoderMethods
{
    private const string Papers = "Hinton and Salakhutdinov 2006";

    internal static MethodKind<ITransformer> Dense { get; } =
        new("dense", AutoencoderModel.StoredAs, Papers, order => Asked(OfWidths(order.RequireColumns("dense"), order.Rows, order.Whole("code", 10, isFirst: true)), order)) { TakesUnitRange = true };

    internal static MethodKind<ITransformer> Convolutional { get; } =
        new("conv", AutoencoderModel.StoredAs, Papers, order => Asked(OfShape(order.RequirePictures("conv"), order.Rows), order)) { TakesUnitRange = true };

    /// <summary>The dense autoencoder of R1, for rows of any length: 2000, 1000 and 500 units, then the code.</summary>
    public static Autoencoder OfWidths(int columns, int rows, int codeLength = 10) => new()
    {
        Architecture = new DenseArchitecture { Widths = [columns, 2000, 1000, 500, codeLength] },
        Trainer = Training(rows),
        ValidationShare = 0.25,
    };

    /// <summary>The convolutional autoencoder of R2, for images of any shape.</summary>
    public static Autoencoder OfShape(ImageShape shape, int rows) => new()
    {
        Architecture = new ConvolutionalArchitecture { Shape = shape },
        Trainer = Training(rows),
        ValidationShare = 0.25,
    };

    private static Autoencoder Asked(Autoencoder usual, MethodOrder order) => usual with
    {
        Trainer = usual.Trainer with { Epochs = order.Whole("epochs", usual.Trainer.Epochs) },
        Seed = order.Seed,
    };

    /// <summary>Adam with the reports' early stopping, for at most as many epochs as keep a whole reproduction within half an hour on two cores;
    /// fewer for sets of less than 20,000 rows, such as the built-in one, so that a first run of everything takes less than two minutes.</summary>
    private static Trainer Training(int rows) => new()
    {
        Epochs = rows < 20_000 ? 10 : 15,
        EarlyStopping = new EarlyStopping { Patience = 5 },
    };
}
