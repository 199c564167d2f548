using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Selection;

namespace Kindred.Onnx.Tests;

/// <summary>Folders of pictures through an encoder: the cache, the model file, and what is asked of them again.</summary>
public sealed class PictureEncodingTests
{
    [Fact]
    public void What_was_made_once_is_taken_from_the_cache()
    {
        using var folder = new TemporaryFolder();
        var cache = new EncodingCache(folder["cache"]);
        var encoder = new CountingEncoder();
        var files = Pictures(folder, 6);
        var first = PictureEncoding.OfFiles(files, encoder, cache);
        Assert.Equal(6, encoder.Count);
        File.Move(files[2], folder["renamed.png"]);  // the content counts, not the name
        var second = PictureEncoding.OfFiles([.. files.Where((_, i) => i != 2), folder["renamed.png"]], encoder, cache);
        Assert.Equal(6, encoder.Count);
        Assert.Equal(first.Row(2).ToArray(), second.Row(5).ToArray());
        Assert.True(cache.Clear() > 0);
        Assert.Equal(0, cache.Bytes());
        PictureEncoding.OfFiles([files[0]], encoder, cache);
        Assert.Equal(7, encoder.Count);
    }

    [Fact]
    public void Another_preparation_is_another_row()
    {
        using var folder = new TemporaryFolder();
        var (cache, files) = (new EncodingCache(folder["cache"]), Pictures(folder, 3));
        PictureEncoding.OfFiles(files, new CountingEncoder(), cache);
        var other = new CountingEncoder { Size = 16 };
        PictureEncoding.OfFiles(files, other, cache);
        Assert.Equal(3, other.Count);
    }

    [Fact]
    public void The_cache_stays_within_its_bound_and_survives_damage()
    {
        using var folder = new TemporaryFolder();
        var cache = new EncodingCache(folder["cache"]) { MostBytes = 4000 };
        var files = Pictures(folder, 40);
        for (var i = 0; i < files.Length; i += 5)
            PictureEncoding.OfFiles(files[i..(i + 5)], new CountingEncoder(), cache);
        Assert.InRange(cache.Bytes(), 1, 4000);
        foreach (var file in Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories))
            File.WriteAllText(file, "damaged");
        var encoder = new CountingEncoder();
        PictureEncoding.OfFiles(files, encoder, cache);
        Assert.Equal(40, encoder.Count);
    }

    [Fact]
    public void A_stopped_run_keeps_what_it_made()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var (cache, files) = (new EncodingCache(folder["cache"]), Pictures(folder, 12));
        var encoder = new CountingEncoder { OnEncode = count => { if (count == 5) stop.Cancel(); } };
        Assert.ThrowsAny<OperationCanceledException>(() => PictureEncoding.OfFiles(files, encoder, cache, progress: null, stop.Token));
        var made = encoder.Count;
        PictureEncoding.OfFiles(files, encoder, cache);
        Assert.Equal(12, encoder.Count);
        Assert.InRange(made, 5, 11);
    }

    [Fact]
    public void A_model_names_its_encoder_and_assigns_rows_of_it()
    {
        using var folder = new TemporaryFolder();
        Pictures(folder, 40);
        var encoder = new CountingEncoder();
        var data = PictureEncoding.Embed(ImageFolder.Read(folder.Path), encoder);
        var run = new AutoClustering { ClusterCount = 3 }.Run(data);
        Assert.Equal("embedding-leiden", run.Record.Recipe);
        Assert.Equal(encoder.Identity.Name, run.Record.Embedding!.Name);
        run.Model!.Save(folder["model.kindred"]);
        var read = KindredModel.Load(folder["model.kindred"]);
        Assert.Equal(encoder.Identity, read.Input.Encoder);
        Assert.Equal(run.Model.Assign(data.Embedded().Train).Clusters.ToArray(), read.Assign(data.Embedded().Train).Clusters.ToArray());
        Assert.Contains("pictures must go through that encoder first. Bring it.", Assert.Throws<ArgumentException>(() => read.Assign(data.Train)).Message, StringComparison.Ordinal);
        var found = read.Find(data.Embedded().Train, run.Details.Codes.Train!, 2);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(0, found.Distances(i)[0]));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains(i, found.Indices(i).ToArray()));
    }

    private static string[] Pictures(TemporaryFolder folder, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var samples = new byte[20 * 20 * 3];
        for (var j = 0; j < samples.Length; j++)
            samples[j] = (byte)((j * (3 + (i % 3))) + (i * 7));
        var path = folder[$"picture{i:00}.png"];
        PngFile.Write(path, new Picture(20, 20, 3, samples));
        return path;
    })];

    /// <summary>Means of thirds of the picture, so that everything can be computed by hand.</summary>
    private sealed class CountingEncoder : IPictureEncoder
    {
        private int _count;

        public int Size { get; init; } = 8;

        public int Count => _count;

        public Action<int> OnEncode { get; init; } = _ => { };

        public EncoderIdentity Identity => new()
        {
            Name = "thirds",
            Sha256 = new string('a', 64),
            Columns = 9,
            Source = "Bring it.",
            Preparation = new PicturePreparation { Size = Size, Mean = [0.5, 0.4, 0.3] },
        };

        public void Encode(Picture picture, Span<float> row)
        {
            OnEncode(Interlocked.Increment(ref _count));
            for (var i = 0; i < row.Length; i++)
                row[i] = picture.Samples[(i * 97) % picture.Samples.Length] / 255f;
        }

        public void Dispose()
        {
        }
    }
}
