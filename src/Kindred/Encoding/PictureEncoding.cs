using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>Pictures → rows of an encoder: of files from the files themselves, one a thread in memory; of other pictures from their samples.</summary>
public static class PictureEncoding
{
    /// <summary>The same data with the <see cref="Dataset.Embedding"/> that the encoder makes of its pictures.</summary>
    /// <param name="data">Pictures, grey or in colour.</param>
    /// <param name="encoder">What makes rows of them.</param>
    /// <param name="cache">Where rows of files are looked for and kept; null for nowhere.</param>
    /// <param name="progress">Told of every picture.</param>
    /// <param name="cancellation">Stops it; rows that were made are kept.</param>
    /// <exception cref="ArgumentException">The data are no pictures of one or three channels.</exception>
    /// <exception cref="DataFileException">A file that was read before cannot be read any more.</exception>
    public static Dataset Embed(Dataset data, IPictureEncoder encoder, EncodingCache? cache = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(encoder);
        if (data.Shape.IsTable || data.Shape.Channels is not (1 or 3))
            throw new ArgumentException($"{data.Name} holds {(data.Shape.IsTable ? "rows of a table" : $"images of {data.Shape}")}; an encoder takes grey or colour pictures.");
        var rows = data.Files is { } files
            ? new Parts<Matrix>(OfFiles([.. files.Paths.Select(path => Path.Combine(files.Folder, path))], encoder, cache, progress, cancellation), null, null)
            : data.Parts.Select(part => OfSamples(part, PixelRange.Of(data.Train), encoder, progress, cancellation));
        return data with { Embedding = new Embedding(rows, encoder.Identity.Name, encoder.Identity) };
    }

    /// <summary>The same for pictures that are streamed: each file is encoded once, and the numbers are kept in a file without a name, 4 bytes each, in the folder for temporary files.</summary>
    /// <inheritdoc cref="Embed(Dataset, IPictureEncoder, EncodingCache?, IProgress{FitProgress}?, CancellationToken)"/>
    public static StreamedDataset Embed(StreamedDataset data, IPictureEncoder encoder, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(encoder);
        var files = data.Files ?? throw new ArgumentException($"{data.Name} is no folder of pictures, and an encoder takes streamed pictures from their files; --memory allows more, which other pictures then lie in.");
        var encoded = new EncodedFiles(files, data.Rows.BytesOfRow, encoder);
        DataFileException NoRoom() => new(data.Name,
            $"the {encoder.Identity.Columns} numbers that {encoder.Identity.Name} makes of each of {data.Rows.Rows} pictures are kept in {Path.GetTempPath()}, and that has no room for them; TMPDIR names another folder, on a disk.");
        var kept = KeptRows.OfCostly(encoded) ?? throw NoRoom();
        for (var start = 0; start < encoded.Rows; start += KeptRows.Together)
        {
            cancellation.ThrowIfCancellationRequested();
            kept.Slice(start, Math.Min(KeptRows.Together, encoded.Rows - start));
            progress?.Report(new FitProgress($"encode by {encoder.Identity.Name}", Math.Min(encoded.Rows, start + KeptRows.Together), encoded.Rows, double.NaN));
        }

        if (kept.IsWhole)
            return data.Embedded(kept, encoder.Identity);
        kept.Dispose();
        throw NoRoom();
    }

    /// <summary>A row a file, in their order.</summary>
    /// <exception cref="DataFileException">A file cannot be read, or is no picture.</exception>
    public static Matrix OfFiles(
        IReadOnlyList<string> paths, IPictureEncoder encoder, EncodingCache? cache = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(encoder);
        var known = cache?.Load(encoder.Identity) ?? [];
        var rows = new Matrix(paths.Count, encoder.Identity.Columns);
        for (var start = 0; start < paths.Count; start += EncodingCache.RowsAFile)
        {
            var made = new (string Sha256, float[] Row)[Math.Min(EncodingCache.RowsAFile, paths.Count - start)];
            try
            {
                Each(made.Length, start, paths.Count, encoder.Identity.Name, i => made[i] = OfFile(paths[start + i], encoder, known, rows.MutableRow(start + i)), progress, cancellation);
            }
            finally
            {
                cache?.Keep(encoder.Identity, [.. made.Where(row => row.Row is not null).DistinctBy(row => row.Sha256)]);
            }
        }

        return rows;
    }

    /// <summary>Fills the row with the numbers of a picture's file, which is read.</summary>
    internal static void OfFile(string path, IPictureEncoder encoder, Span<float> row) => Encode(Read(path), path, encoder, row);

    /// <summary>Fills the row; what was made anew comes back to be kept.</summary>
    private static (string Sha256, float[] Row) OfFile(string path, IPictureEncoder encoder, Dictionary<string, ReadOnlyMemory<float>> known, Span<float> row)
    {
        var file = Read(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (known.TryGetValue(hash, out var kept))
        {
            kept.Span.CopyTo(row);
            return (hash, null!);
        }

        Encode(file, path, encoder, row);
        return (hash, row.ToArray());
    }

    /// <summary>The row of a picture's file, in memory.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="encoder">What makes the row.</param>
    /// <param name="row">As many numbers as the encoder makes.</param>
    /// <exception cref="DataFileException">It is no whole picture of a kind that is read.</exception>
    public static void OfFile(ReadOnlySpan<byte> file, string name, IPictureEncoder encoder, Span<float> row)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        try
        {
            Encode(file, name, encoder, row);
        }
        catch (OtherImageException other)
        {
            throw new DataFileException(name, other.Message, other);
        }
    }

    private static void Encode(ReadOnlySpan<byte> file, string name, IPictureEncoder encoder, Span<float> row)
    {
        var side = encoder.Identity.Preparation.ShorterSide * 3 / 2;  // what is decoded smaller than it is, is smoothed once more when it is resized
        encoder.Encode(ImageFile.Decode(file, name, new ImageSize(side, side)), row);
    }

    private static byte[] Read(string path)
    {
        try
        {
            return ImageFile.ReadBytes(path);
        }
        catch (OtherImageException other)
        {
            throw new DataFileException(path, other.Message, other);
        }
    }

    private static Matrix OfSamples(ImageSet images, PixelRange range, IPictureEncoder encoder, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rows = new Matrix(images.Count, encoder.Identity.Columns);
        Each(images.Count, 0, images.Count, encoder.Identity.Name, i => encoder.Encode(SamplePicture.Of(images.Shape, images.Slice(i, 1).Pixels.Row(0), range), rows.MutableRow(i)), progress, cancellation);
        return rows;
    }

    private static void Each(int count, int before, int all, string name, Action<int> work, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var done = before;
        WorkerPool.Run(count, (i, worker) =>
        {
            cancellation.ThrowIfCancellationRequested();
            work(i);
            var finished = Interlocked.Increment(ref done);
            if (worker == 0)
                progress?.Report(new FitProgress($"encode by {name}", finished, all, double.NaN));
        });
    }
}
