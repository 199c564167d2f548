using System.Globalization;
using System.Xml.Linq;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

/// <summary>What every figure promises, and the marks of each.</summary>
public sealed class FigureTests
{
    private const string Hostile = "<script>alert(\"1\")</script> & \u0001 \ud800 'x'";
    private const string CleanHostile = "<script>alert(\"1\")</script> & \uFFFD \uFFFD 'x'";
    private static readonly string[] Names = ["T-shirt/top", Hostile, "Portuguese water dog, unclipped and standing in a rather wide river"];
    private static readonly ImageShape Shape = new(4, 3, 1);
    private static readonly Contingency Table = new(3, 4, [10, 0, 3, 120_000, 4, 9, 8, 2, 1, 0, 44, 55]);
    private static readonly ImageSet Images = MakeImages();

    private static readonly Dictionary<string, Action<TextWriter, string>> Figures = new()
    {
        ["LossCurves"] = (output, title) => LossCurves.Write(output, title, [3, 2, 1], [3.5, 2.5, 2], 2),
        ["ConfusionFigure"] = (output, title) => ConfusionFigure.Write(output, title, Table, Names),
        ["ReconstructionFigure"] = (output, title) => ReconstructionFigure.Write(output, title, Images.Pixels, Images.Pixels, Shape),
        ["SampleGrid"] = (output, title) => SampleGrid.Write(output, title, Images),
        ["SampleGrid by class"] = (output, title) => SampleGrid.WriteByClass(output, title, Images, Names),
        ["ClusterGrid"] = (output, title) => ClusterGrid.Write(output, title, Images, Images.Classes),
    };

    public static TheoryData<string> All => [.. Figures.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Is_one_well_formed_drawing_with_its_title(string figure)
    {
        var svg = Draw(output => Figures[figure](output, Hostile));
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Equal(CleanHostile, svg.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Equal("#ffffff", Marks(svg, "rect")[0].Attribute("fill")!.Value);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Stays_inside_its_own_frame(string figure)
    {
        var svg = Draw(output => Figures[figure](output, "title"));
        var frame = svg.Attribute("viewBox")!.Value.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        foreach (var mark in svg.Descendants().Where(element => element.Attribute("x") is not null))
        {
            Assert.InRange(Number(mark, "x"), 0, frame[2]);
            Assert.InRange(Number(mark, "y"), 0, frame[3]);
            if (mark.Attribute("width") is not null)
            {
                Assert.InRange(Number(mark, "x") + Number(mark, "width"), 0, frame[2]);
                Assert.InRange(Number(mark, "y") + Number(mark, "height"), 0, frame[3]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Comes_out_the_same_twice(string figure)
    {
        var (first, second) = (new StringWriter(), new StringWriter());
        Figures[figure](first, "title");
        Figures[figure](second, "title");
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public void Loss_curves_have_a_mark_for_every_finite_loss_and_one_for_the_chosen_epoch()
    {
        var svg = Draw(output => LossCurves.Write(output, "t", [3, double.NaN, 1, 0.5], [3, 2, 2, double.PositiveInfinity], 3));
        Assert.Equal(3 + 1, Marks(svg, "circle").Count);          // one in the legend
        Assert.Equal(3 + 2, Marks(svg, "rect").Count);            // one in the legend, one behind all
        Assert.Contains(Marks(svg, "text"), text => text.Value == "chosen: epoch 3");
    }

    [Fact]
    public void Lower_losses_stand_lower_and_later_epochs_farther_right()
    {
        var circles = Marks(Draw(output => LossCurves.Write(output, "t", [3, 2, 0.5])), "circle").Skip(1).ToArray();
        Assert.True(Number(circles[0], "cy") < Number(circles[1], "cy") && Number(circles[1], "cy") < Number(circles[2], "cy"));
        Assert.True(Number(circles[0], "cx") < Number(circles[1], "cx") && Number(circles[1], "cx") < Number(circles[2], "cx"));
    }

    [Fact]
    public void Loss_curves_refuse_what_they_cannot_draw()
    {
        Assert.Throws<ArgumentException>(() => LossCurves.Write(TextWriter.Null, "t", []));
        Assert.Throws<ArgumentException>(() => LossCurves.Write(TextWriter.Null, "t", [double.NaN]));
        Assert.Throws<ArgumentException>(() => LossCurves.Write(TextWriter.Null, "t", [1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossCurves.Write(TextWriter.Null, "t", [1, 2], chosenEpoch: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossCurves.Write(TextWriter.Null, "t", [1, 2], chosenEpoch: 0));
    }

    [Fact]
    public void A_confusion_shows_every_count_in_the_best_order_and_every_name()
    {
        var svg = Draw(output => ConfusionFigure.Write(output, "t", Table, Names));
        var texts = Marks(svg, "text").Select(text => text.Nodes().OfType<XText>().Single().Value).ToArray();
        string[] cells = ["120,000", "0", "3", "10", "2", "9", "8", "4", "55", "0", "44", "1"];  // clusters 3, 1, 2, 0
        Assert.Equal(cells, texts[^(cells.Length + 3)..^3]);
        Assert.Equal(["3", "1", "2", "0"], texts.Where(text => text.Length == 1).Skip(1).Take(4));
        foreach (var name in new[] { Names[0], CleanHostile, Names[2] })
            Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "title" && element.Value == name);
        Assert.Equal(3, Marks(svg, "rect").Count(rect => rect.Attribute("fill")!.Value == "none"));
    }

    [Fact]
    public void Hundreds_of_clusters_show_colours_without_counts()
    {
        var svg = Draw(output => ConfusionFigure.Write(output, "t", new Contingency(2, 300, Enumerable.Range(1, 600).Select(i => (long)i).ToArray()), ["a", "b"]));
        Assert.True(Marks(svg, "rect").Count >= 600);
        Assert.DoesNotContain(Marks(svg, "text"), text => text.Value == "599");
        Assert.Contains(svg.Descendants(), element => element.Value == "b, cluster 298: 599 of 135,150");
    }

    [Fact]
    public void A_confusion_needs_a_name_for_every_class() =>
        Assert.Throws<ArgumentException>(() => ConfusionFigure.Write(TextWriter.Null, "t", Table, ["a", "b"]));

    [Fact]
    public void A_reconstruction_has_two_pictures_for_every_sample()
    {
        var svg = Draw(output => ReconstructionFigure.Write(output, "t", Images.Pixels, Images.Pixels, Shape, columns: 7));
        Assert.Equal(2 * Images.Count, Marks(svg, "image").Count);
        Assert.Throws<ArgumentException>(() => ReconstructionFigure.Write(TextWriter.Null, "t", Images.Pixels, Images.Pixels.Slice(0, 3), Shape));
        Assert.Throws<ArgumentException>(() => ReconstructionFigure.Write(TextWriter.Null, "t", Images.Pixels, Images.Pixels, new ImageShape(5, 5, 1)));
        Assert.Throws<ArgumentException>(() => ReconstructionFigure.Write(TextWriter.Null, "t", Images.Pixels.Slice(0, 0), Images.Pixels.Slice(0, 0), Shape));
    }

    [Fact]
    public void A_sample_grid_has_as_many_pictures_as_asked_for_and_none_twice()
    {
        Assert.Equal(6, Marks(Draw(output => SampleGrid.Write(output, "t", Images, rows: 2, columns: 3)), "image").Count);
        var tips = Marks(Draw(output => SampleGrid.Write(output, "t", Images, rows: 13, columns: 3)), "image").Select(image => image.Value).ToArray();
        Assert.Equal(Images.Count, tips.Distinct().Count());
        Assert.Equal(Images.Count, tips.Length);
        Assert.NotEqual(tips, Marks(Draw(output => SampleGrid.Write(output, "t", Images, 13, 3, seed: 5)), "image").Select(image => image.Value));
    }

    [Fact]
    public void Rows_of_classes_and_clusters_hold_their_own_samples_only()
    {
        foreach (var write in new Action<TextWriter>[]
        {
            output => SampleGrid.WriteByClass(output, "t", Images, ["a", "b", "c"], columns: 4),
            output => ClusterGrid.Write(output, "t", Images, Images.Classes, columns: 4),
        })
        {
            var pictures = Marks(Draw(write), "image");
            Assert.Equal(12, pictures.Count);
            foreach (var row in pictures.GroupBy(picture => Number(picture, "y")))
                Assert.Single(row.Select(picture => Images.Classes![int.Parse(picture.Value.Split("sample ")[1], CultureInfo.InvariantCulture)]).Distinct());
        }
    }

    [Fact]
    public void Rows_in_no_cluster_have_a_row_and_a_column_of_their_own()
    {
        int[] groups = [.. Enumerable.Range(0, Images.Count).Select(i => (i % 3) - 1)];
        var grid = Marks(Draw(output => ClusterGrid.Write(output, "t", Images, groups)), "text").Select(text => text.Value).ToArray();
        Assert.Contains(grid, text => text.Contains($"no cluster: {groups.Count(group => group < 0)}", StringComparison.Ordinal));
        Assert.DoesNotContain(grid, text => text.Contains("cluster 2", StringComparison.Ordinal));
        var heads = Marks(Draw(output => ConfusionFigure.Write(output, "t", Table, Names, clusterCount: 3)), "text").Select(text => text.Value).ToArray();
        Assert.Single(heads, "none");
    }

    [Fact]
    public void Grids_refuse_labels_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => SampleGrid.WriteByClass(TextWriter.Null, "t", Images, ["a", "b"]));
        Assert.Throws<ArgumentException>(() => SampleGrid.WriteByClass(TextWriter.Null, "t", new ImageSet(Images.Pixels, Shape), Names));
        Assert.Throws<ArgumentException>(() => ClusterGrid.Write(TextWriter.Null, "t", Images, [0, 1]));
        Assert.Throws<ArgumentException>(() => ClusterGrid.Write(TextWriter.Null, "t", Images, new int[Images.Count].Select(_ => -2).ToArray()));
        Assert.Throws<ArgumentException>(() => SampleGrid.Write(TextWriter.Null, "t", Images.Take([])));
    }

    [Fact]
    public void Colours_and_values_out_of_range_can_be_drawn()
    {
        var x = new Matrix(1, 12, new[] { 0, 0.5f, 1, -3, 7, float.NaN, float.PositiveInfinity, 0, 0, 0, 0, 0 });
        Assert.Equal(2, Marks(Draw(output => ReconstructionFigure.Write(output, "t", x, x, new ImageShape(2, 2, 3))), "image").Count);
        Assert.Equal(2, Marks(Draw(output => ReconstructionFigure.Write(output, "t", x, x, new ImageShape(1, 12, 1))), "image").Count);
        Assert.Equal(2, Marks(Draw(output => ReconstructionFigure.Write(output, "t", x, x, new ImageShape(3, 2, 2))), "image").Count);
    }

    [Fact]
    public void Text_that_does_not_fit_ends_in_an_ellipsis()
    {
        Assert.Equal("short", Svg.Shorten("short", 13, 200));
        var shortened = Svg.Shorten(Names[2], 13, 200);
        Assert.EndsWith("…", shortened, StringComparison.Ordinal);
        Assert.InRange(Svg.WidthOf(shortened, 13), 150, 200);
    }

    private static ImageSet MakeImages()
    {
        var rng = new Rng(1);
        return new ImageSet(
            new Matrix(20, 12, Enumerable.Range(0, 240).Select(_ => (float)rng.NextDouble()).ToArray()),
            Shape,
            [.. Enumerable.Range(0, 20).Select(i => i % 3)]);
    }

    private static XElement Draw(Action<TextWriter> write)
    {
        var output = new StringWriter();
        write(output);
        return XDocument.Parse(output.ToString()).Root!;
    }

    private static List<XElement> Marks(XElement svg, string name) => [.. svg.Descendants().Where(element => element.Name.LocalName == name)];

    private static double Number(XElement mark, string attribute) => double.Parse(mark.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
