using System.IO.Compression;
using System.Security.Cryptography;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Models;

/// <summary>Little models of every kind of part, and their files taken apart and put together again.</summary>
internal static class SmallModels
{
    /// <summary>90 rows of six numbers in three groups.</summary>
    public static Matrix Rows { get; } = Draw();

    /// <summary>Scaled, projected, grouped by a mixture.</summary>
    public static KindredModel Table(CovarianceKind covariance = CovarianceKind.Full, bool whiten = false)
    {
        var scaling = new StandardScaler().Fit(Rows);
        var projection = new Pca { Components = 3, Whiten = whiten }.Fit(scaling.Transform(Rows));
        var codes = projection.Transform(scaling.Transform(Rows));
        var mixture = new GaussianMixture { ClusterCount = 3, Covariance = covariance, Seed = 1 }.Fit(codes);
        return KindredModel.Of(new ImageSet(Rows, ImageShape.OfTable(6)), [scaling, projection], mixture);
    }

    /// <summary>2 x 3 images through a network, grouped around centres.</summary>
    public static KindredModel Images(IArchitecture? architecture = null)
    {
        var x = new MinMaxScaler().Fit(Rows).Transform(Rows);
        architecture ??= new DenseArchitecture { Widths = [6, 4, 2] };
        var encoder = new Autoencoder { Architecture = architecture, Trainer = new Trainer { Epochs = 2 } }.Fit(x);
        var centres = new KMeans { ClusterCount = 3, Seed = 1 }.Fit(encoder.Transform(x));
        return KindredModel.Of(new ImageSet(x, new ImageShape(2, 3, 1)), [encoder], centres);
    }

    public static byte[] Bytes(KindredModel model)
    {
        using var file = new MemoryStream();
        ModelFile.Write(model, file);
        return file.ToArray();
    }

    public static KindredModel Read(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return DataFile.Read(file, "m.kindred", ModelFile.Read);
    }

    /// <summary>The entries without the checksums.</summary>
    public static Dictionary<string, byte[]> Entries(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.Where(entry => entry.FullName != ModelArchive.ChecksumsName).ToDictionary(entry => entry.FullName, Content);
    }

    /// <summary>A file of these entries with the checksums that belong to them: what someone who knows the format could make.</summary>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var list = entries.ToList();
            var checksums = string.Concat(list.Select(entry => $"{Convert.ToHexStringLower(SHA256.HashData(entry.Value))}  {entry.Key}\n"));
            foreach (var (name, content) in list.Append(new(ModelArchive.ChecksumsName, System.Text.Encoding.UTF8.GetBytes(checksums))))
            {
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static Matrix Draw()
    {
        var rng = new Rng(9);
        return new Matrix(90, 6, Enumerable.Range(0, 540).Select(i => (float)((i / 6 % 3 * 4 * (i % 2)) + rng.NextDouble() + rng.NextDouble())).ToArray());
    }
}
