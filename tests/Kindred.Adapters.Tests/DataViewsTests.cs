using Kindred.Datasets;
using Kindred.MachineLearning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Kindred.Adapters.Tests;

/// <summary>Data views of ML.NET as rows, and with what a model says of them.</summary>
public sealed class DataViewsTests
{
    private const int Pixels = 784;

    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Every_row_gets_what_the_model_says_beside_its_own_columns()
    {
        var images = Learned.Data.Test!;
        var expected = Learned.Pixels.Assign(images);

        var rows = Context.Data.CreateEnumerable<Grouped>(Learned.Pixels.Assign(View(images), "Features"), reuseRowObject: false).ToArray();

        Assert.Equal(Enumerable.Range(0, images.Count).Select(i => $"row {i}"), rows.Select(row => row.Id));
        Assert.Equal(expected.Clusters.ToArray(), rows.Select(row => row.Cluster));
        Assert.Equal(expected.Select(item => item.Name), rows.Select(row => row.ClusterName));
        Assert.Equal(expected.Distances.ToArray(), rows.Select(row => row.Distance));
        Assert.Equal(expected.Select(item => item.IsUnusual), rows.Select(row => row.IsUnusual));
        Assert.All(rows, row => Assert.True(float.IsNaN(row.Probability)));
        Assert.Equal(images.Pixels.Row(3).ToArray(), rows[3].Features);
    }

    [Fact]
    public void More_rows_than_are_read_ahead_at_once_stay_beside_their_own()
    {
        var images = Wardrobe.Load(trainCount: 2500, testCount: 1, seed: 7).Train;
        var expected = Learned.Pixels.Assign(images);

        var grouped = Learned.Pixels.Assign(View(images), "Features");

        Assert.Equal(expected.Clusters.ToArray(), grouped.GetColumn<int>("Cluster"));
        var rows = Context.Data.CreateEnumerable<Grouped>(grouped, reuseRowObject: false).ToArray();
        Assert.Equal(expected.Clusters.ToArray(), rows.Select(row => row.Cluster));
        Assert.Equal($"row {rows.Length - 1}", rows[^1].Id);
    }

    [Fact]
    public void Probabilities_are_told_where_the_method_tells()
    {
        var expected = Learned.Edges.Assign(Learned.Data.Test!);
        var grouped = Learned.Edges.Assign(View(Learned.Data.Test!), "Features");
        Assert.Equal(expected.Probabilities.ToArray(), grouped.GetColumn<float>("Probability"));
    }

    [Fact]
    public void Other_parts_of_ml_net_work_on_it()
    {
        var grouped = Learned.Pixels.Assign(View(Learned.Data.Test!), "Features");
        var first = Context.Data.FilterRowsByColumn(Context.Transforms.Conversion.ConvertType("Number", "Cluster", DataKind.Single).Fit(grouped).Transform(grouped), "Number", 0, 1);
        Assert.Equal(Learned.Pixels.Assign(Learned.Data.Test!).Sizes[0], first.GetColumn<int>("Cluster").Count());
        using var shuffled = Context.Data.ShuffleRows(grouped, seed: 1).GetRowCursor(grouped.Schema);
        var rows = 0;
        while (shuffled.MoveNext())
            rows++;
        Assert.Equal(Learned.Data.Test!.Count, rows);
    }

    [Fact]
    public void A_column_of_vectors_becomes_rows_to_learn_from()
    {
        var images = Learned.Data.Train;
        var set = View(images).ToImageSet("Features", images.Shape);
        Assert.Equal(images.Shape, set.Shape);
        Assert.True(images.Pixels.Values.SequenceEqual(set.Pixels.Values));
        Assert.True(View(images).ToImageSet("Features").Shape.IsTable);
    }

    [Theory]
    [InlineData("Nothing", "no column Nothing; there are Id, Features")]
    [InlineData("Id", "vectors of floats")]
    public void Other_columns_are_refused(string column, string sentence)
    {
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => Learned.Pixels.Assign(View(Learned.Data.Test!), column)).Message, StringComparison.Ordinal);
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => View(Learned.Data.Test!).ToImageSet(column)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Learned.Pixels.Assign(Context.Data.LoadFromEnumerable([new Short { Features = [1, 2, 3] }]), "Features"));

    [Fact]
    public void An_empty_view_has_no_rows() => Assert.Empty(Learned.Pixels.Assign(Context.Data.LoadFromEnumerable(Array.Empty<Row>()), "Features").GetColumn<int>("Cluster"));

    private static IDataView View(ImageSet images) =>
        Context.Data.LoadFromEnumerable(Enumerable.Range(0, images.Count).Select(i => new Row { Id = $"row {i}", Features = images.Pixels.Row(i).ToArray() }));

    private class Row
    {
        public string Id { get; set; } = string.Empty;

        [VectorType(Pixels)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Grouped : Row
    {
        public int Cluster { get; set; }

        public string ClusterName { get; set; } = string.Empty;

        public float Probability { get; set; }

        public float Distance { get; set; }

        public bool IsUnusual { get; set; }
    }

    private sealed class Short
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
