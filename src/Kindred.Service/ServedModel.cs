using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Service;

/// <summary>A model as it is served: with the network that looks at pictures, where it needs one, and with the items it was made from, where a run beside it keeps them. Never changed.</summary>
internal sealed class ServedModel
{
    /// <summary>Of the nearest that are told.</summary>
    public const int MostNearest = 50;

    private ServedModel(KindredModel model, IPictureEncoder? encoder, KeptItems? kept)
    {
        (Model, Encoder, Kept) = (model, encoder, kept);
        Index = kept is null ? null : new NearestNeighbours { Count = Math.Min(MostNearest, kept.Codes.Rows) }.Over(kept.Codes);
    }

    public KindredModel Model { get; }

    public IPictureEncoder? Encoder { get; }

    public KeptItems? Kept { get; }

    /// <summary>Of <see cref="Kept"/>.</summary>
    public ExactIndex? Index { get; }

    public bool TakesPictures => Encoder is not null || Model.Input.TakesPictures;

    /// <exception cref="DataFileException">There is no such model, or its network is not here.</exception>
    public static ServedModel Open(string path, ServiceSettings settings, ServedModel? before = null)
    {
        var model = KindredModel.Load(path);
        var wanted = model.Input.Encoder;
        var encoder = wanted is null ? null : before?.Encoder?.Identity == wanted ? before.Encoder : settings.OpenEncoder?.Invoke(wanted);
        return new ServedModel(model, encoder, KeptBeside(path, model));
    }

    /// <summary>A model without a file.</summary>
    public static ServedModel Of(KindredModel model, ServiceSettings settings) =>
        new(model, model.Input.Encoder is { } wanted ? settings.OpenEncoder?.Invoke(wanted) : null, kept: null);

    /// <summary>A picture's file as a row of the model.</summary>
    /// <exception cref="DataFileException">It is no whole picture.</exception>
    public ImageSet Read(ReadOnlySpan<byte> file, string name)
    {
        if (Encoder is null)
            return Model.Input.Read(file, name);
        var row = new float[Encoder.Identity.Columns];
        PictureEncoding.OfFile(file, name, Encoder, row);
        return new ImageSet(new Matrix(1, row.Length, row), Model.Input.Shape);
    }

    /// <summary>The items of the run whose model this is, if the file lies in its folder and the folder is sound.</summary>
    private static KeptItems? KeptBeside(string path, KindredModel model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (RunFolder.Find(folder) is not [var own] || own != folder)
            return null;
        var run = RunFolder.ReadWhole(folder);
        var isOwn = run.Record.Dataset.Sha256 == model.Origin.DatasetSha256 && run.Record.Recipe == model.Origin.Recipe && run.Record.Seed == model.Origin.Seed;
        return isOwn ? KeptItems.Of(run, model) : null;
    }
}
