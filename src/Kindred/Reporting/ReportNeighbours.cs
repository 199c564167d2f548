using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>Of every picture in the page, the others whose codes are nearest.</summary>
internal static class ReportNeighbours
{
    /// <param name="codes">A row for each row of the data.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="pictures">Rows of the pictures in the page, in their order.</param>
    /// <param name="settings">How many neighbours.</param>
    /// <param name="blocks">Where they go.</param>
    /// <returns>Null where there are too few pictures to have any.</returns>
    public static NeighboursJson? Pack(Parts<Matrix> codes, ReportRows rows, int[] pictures, ReportSettings settings, ReportBlocks blocks)
    {
        var count = Math.Min(settings.NeighbourCount, pictures.Length - 1);
        return count < 1 ? null
            : new NeighboursJson(count, blocks.AddNumbers(new NearestNeighbours { Count = count }.Of(CodesOf(codes, rows, pictures)).ToIndices(), pictures.Length));
    }

    private static Matrix CodesOf(Parts<Matrix> codes, ReportRows rows, int[] pictures)
    {
        var own = rows.JoinAll(codes.Select(CodeRows), "codes");
        var width = own[pictures[0]].Columns;
        if (width == 0)
            throw new ArgumentException("Codes need at least one column, got none.");
        var x = new Matrix(pictures.Length, width);
        for (var i = 0; i < pictures.Length; i++)
        {
            var (matrix, row) = (own[pictures[i]], rows.Find(pictures[i]).Row);
            if (matrix.Columns != width)
                throw new ArgumentException($"Codes need one width in all parts, got {width} and {matrix.Columns}.");
            matrix.Row(row).CopyTo(x.MutableRow(i));
        }

        return x;
    }

    private static Matrix[] CodeRows(Matrix codes)
    {
        var rows = new Matrix[codes.Rows];
        rows.AsSpan().Fill(codes);
        return rows;
    }
}
