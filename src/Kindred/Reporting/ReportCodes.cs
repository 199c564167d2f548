using System.Numerics.Tensors;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>A model for the page, with the codes of the pictures in it.</summary>
internal static class ReportCodes
{
    /// <summary>Of all codes, before compression; of more pictures, the last have none.</summary>
    private const int MostBytes = 8_000_000;

    /// <param name="model">What encodes.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="pictures">Rows of the pictures in the page, in their order.</param>
    /// <param name="blocks">Where graph and codes go.</param>
    public static ModelJson Pack(ReportModel model, ReportRows rows, int[] pictures, ReportBlocks blocks)
    {
        var input = model.Model.Input;
        var columns = model.Model.Clusterer.Columns;
        var codes = Encode(model, rows, pictures.AsSpan(0, Math.Min(pictures.Length, Math.Max(1, MostBytes / sizeof(ushort) / columns))));
        var (low, high) = (TensorPrimitives.Min(codes.Values), TensorPrimitives.Max(codes.Values));
        var step = Math.Max((high - low) / ushort.MaxValue, float.Epsilon);
        return new ModelJson(
            blocks.Add(model.Graph.Span),
            new ModelInputJson(input.Shape.Height, input.Shape.Width, input.Shape.Channels, input.Fit),
            model.Model.UnusualDistance,
            new CodesJson(codes.Rows, columns, low, step, blocks.Add(Array.ConvertAll(codes.Values.ToArray(), value => (ushort)Math.Clamp(MathF.Round((value - low) / step), 0, ushort.MaxValue)))));
    }

    private static Matrix Encode(ReportModel model, ReportRows rows, ReadOnlySpan<int> pictures)
    {
        var codes = new Matrix(pictures.Length, model.Model.Clusterer.Columns);
        foreach (var part in pictures.ToArray().Index().GroupBy(picture => rows.Find(picture.Item).Images, ReferenceEqualityComparer.Instance))
        {
            int[] places = [.. part.Select(picture => picture.Index)];
            var encoded = model.Model.Encode(((ImageSet)part.Key!).Take([.. part.Select(picture => rows.Find(picture.Item).Row)]));
            for (var i = 0; i < places.Length; i++)
                encoded.Row(i).CopyTo(codes.MutableRow(places[i]));
        }

        return codes;
    }
}
