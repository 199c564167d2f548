using System.Globalization;

namespace Kindred.Reporting;

/// <summary>The loss of every epoch, on what was learned from and on what was held out.</summary>
public static class LossCurves
{
    private const string TrainingColour = "#0072b2";    // blue and vermilion of Okabe and Ito: apart for colour-blind eyes, and in grey
    private const string ValidationColour = "#d55e00";
    private const double Top = 84, PlotWidth = 600, PlotHeight = 330;

    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says what was trained on what.</param>
    /// <param name="training">One loss per epoch, the first being epoch 1; at least one finite. Gaps where a loss is not finite.</param>
    /// <param name="validation">One per epoch too, or none.</param>
    /// <param name="chosenEpoch">The epoch that was kept, counted from 1.</param>
    /// <exception cref="ArgumentException">No loss is finite, validation and training differ in length, or the chosen epoch is none of them.</exception>
    public static void Write(
        TextWriter output, string title, IReadOnlyList<double> training, IReadOnlyList<double>? validation = null, int? chosenEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(training);
        validation ??= [];
        Check(training, validation, chosenEpoch);

        var finite = training.Concat(validation).Where(double.IsFinite).ToArray();
        var plot = new Plot(Ticks.Over(finite.Min(), finite.Max()), training.Count);
        using var svg = new Svg(output, plot.Left + PlotWidth + 30, Top + PlotHeight + 62, title);
        svg.Text(plot.Left, 28, Svg.Shorten(title, 16, PlotWidth), 16, bold: true, tip: title);
        DrawLegend(svg, plot.Left, validation.Count > 0);
        plot.DrawAxes(svg);
        if (chosenEpoch is { } epoch)
            plot.DrawChosen(svg, epoch);
        plot.DrawCurve(svg, training, TrainingColour, dashes: "none", round: true);
        plot.DrawCurve(svg, validation, ValidationColour, dashes: "7 3", round: false);
    }

    private static void Check(IReadOnlyList<double> training, IReadOnlyList<double> validation, int? chosenEpoch)
    {
        if (!training.Any(double.IsFinite))
            throw new ArgumentException($"At least one finite loss is needed, got none in {training.Count} epochs.", nameof(training));
        if (validation.Count != 0 && validation.Count != training.Count)
            throw new ArgumentException($"There are {training.Count} epochs of training but {validation.Count} of validation.", nameof(validation));
        if (chosenEpoch < 1 || chosenEpoch > training.Count)
            throw new ArgumentOutOfRangeException(nameof(chosenEpoch), chosenEpoch, $"The chosen epoch must be in 1 to {training.Count}, got {chosenEpoch}.");
    }

    private static void DrawLegend(Svg svg, double left, bool validated)
    {
        svg.Line(left, 48, left + 26, 48, TrainingColour, 2);
        svg.Circle(left + 13, 48, 3, TrainingColour);
        svg.Text(left + 32, 52, "training");
        if (!validated)
            return;
        svg.Line(left + 116, 48, left + 142, 48, ValidationColour, 2, "7 3");
        svg.Rectangle(left + 126, 45, 6, 6, ValidationColour);
        svg.Text(left + 148, 52, "validation");
    }

    private sealed class Plot(Ticks losses, int epochs)
    {
        private readonly double _last = Math.Max(2, epochs);  // one epoch stands at the left end, not nowhere

        public double Left { get; } = 46 + losses.Values.Max(loss => Svg.WidthOf(losses.Label(loss), 12));

        public void DrawAxes(Svg svg)
        {
            foreach (var loss in losses.Values)
            {
                svg.Line(Left, Y(loss), Left + PlotWidth, Y(loss), Svg.Faint);
                svg.Text(Left - 8, Y(loss) + 4, losses.Label(loss), 12, Anchor.End);
            }

            foreach (var epoch in Ticks.Over(1, _last, 10, whole: true).Values.Where(epoch => epoch >= 1 && epoch <= epochs).Prepend(1).Distinct())
            {
                svg.Line(X(epoch), Top + PlotHeight, X(epoch), Top + PlotHeight + 5, Svg.Ink);
                if (epoch == 1 || X(epoch) - X(1) > 24)
                    svg.Text(X(epoch), Top + PlotHeight + 20, epoch.ToString("0", CultureInfo.InvariantCulture), 12, Anchor.Middle);
            }

            svg.Line(Left, Top + PlotHeight, Left + PlotWidth, Top + PlotHeight, Svg.Ink);
            svg.Text(Left + (PlotWidth / 2), Top + PlotHeight + 46, "epoch", anchor: Anchor.Middle);
            svg.Text(20, Top + (PlotHeight / 2), "loss", anchor: Anchor.Middle, turn: -90);
        }

        // The label has a band of its own above the plot, so that no curve runs through it.
        public void DrawChosen(Svg svg, int epoch)
        {
            svg.Line(X(epoch), Top - 4, X(epoch), Top + PlotHeight, "#555555", 1.2, "2 3");
            var label = $"chosen: epoch {epoch}";
            var half = Svg.WidthOf(label, 12) / 2;
            svg.Text(Math.Clamp(X(epoch), Left + half, Left + PlotWidth + 20 - half), Top - 10, label, 12, Anchor.Middle, "#555555");
        }

        public void DrawCurve(Svg svg, IReadOnlyList<double> curve, string colour, string dashes, bool round)
        {
            var size = curve.Count <= 60 ? 2.6 : 1.3;
            var run = new List<(double X, double Y)>();
            for (var i = 0; i <= curve.Count; i++)
            {
                if (i < curve.Count && double.IsFinite(curve[i]))
                {
                    run.Add((X(i + 1), Y(curve[i])));
                    continue;
                }

                if (run.Count > 1)
                    svg.Polyline(run, colour, 2, dashes);
                foreach (var (x, y) in run)
                {
                    if (round)
                        svg.Circle(x, y, size, colour);
                    else
                        svg.Rectangle(x - size, y - size, 2 * size, 2 * size, colour);
                }

                run.Clear();
            }
        }

        private double X(double epoch) => Left + 10 + ((epoch - 1) / (_last - 1) * (PlotWidth - 20));

        private double Y(double loss) => Top + ((losses.Last - loss) / (losses.Last - losses.First) * PlotHeight);
    }
}
