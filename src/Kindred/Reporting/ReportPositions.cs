using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>A map's places as sixteen bits each way.</summary>
internal static class ReportPositions
{
    /// <summary>On one scale for both directions, so that the map is not stretched; 0 to 65535 is the longer one.</summary>
    public static PositionsJson Pack(ReportMap map, ReportRows rows, ReportSample sample, ReportBlocks blocks)
    {
        var x = sample.Of(rows.JoinAll(map.Places.Select(part => Column(part, 0)), "positions"));
        var y = sample.Of(rows.JoinAll(map.Places.Select(part => Column(part, 1)), "positions"));
        var ((left, right), (low, high)) = (Range(x), Range(y));
        var half = Math.Max(Math.Max(right - left, high - low) / 2, float.Epsilon);
        return new PositionsJson(
            map.Label,
            blocks.AddUnitRange(Array.ConvertAll(x, value => (value - ((left + right) / 2) + half) / (2 * half))),
            blocks.AddUnitRange(Array.ConvertAll(y, value => (value - ((low + high) / 2) + half) / (2 * half))),
            map.Name,
            map.Note);
    }

    private static float[] Column(Matrix x, int column)
    {
        if (x.Columns != 2)
            throw new ArgumentException($"Positions need 2 columns, got {x.Columns}.");
        var values = new float[x.Rows];
        for (var i = 0; i < values.Length; i++)
            values[i] = x.Row(i)[column];
        return values;
    }

    private static (float Low, float High) Range(float[] values)
    {
        var wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        return wrong < 0 ? (values.Min(), values.Max())
            : throw new ArgumentException($"Every position must be finite; point {wrong} has {values[wrong]}.");
    }
}
