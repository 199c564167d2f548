using System.Globalization;
using Kindred.Datasets;
using Kindred.Datasets.Columns;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>The rows that were clustered, or an embedding, for other programs: an array of NumPy, a table (text or Parquet) with the items' names, or a folder for TensorBoard's projector.</summary>
public static class CodesFile
{
    /// <summary>Whether a file of this name can be written.</summary>
    /// <exception cref="ArgumentException">Its ending is none that is known.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetExtension(path).ToUpperInvariant() is not (".NPY" or ".CSV" or ".PARQUET"))
            throw new ArgumentException($"{path} would be of no known format; a name that ends in .npy, .csv or .parquet is needed.");
    }

    /// <summary>All parts, one after the other, as <c>.npy</c>, or with the items' names as <c>.csv</c> or <c>.parquet</c>: there a column <c>item</c> and one of lists, <c>codes</c>.</summary>
    public static void Write(string path, Parts<Matrix> rows, Parts<ClusteredRows> clusters)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(clusters);
        Check(path);
        Matrix[] parts = [.. rows.Present().Select(part => part.Part)];
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
        {
            NumpyWriter.Write(path, parts);
            return;
        }

        if (Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            ParquetRows.Write(path, parts, [.. clusters.Present().Select(part => part.Part.ItemNames())], "codes");
            return;
        }

        WholeFile.WriteLines(path, file =>
        {
            file.WriteLine($"item,{string.Join(',', Enumerable.Range(1, parts[0].Columns).Select(j => $"code{j}"))}");
            foreach (var (part, items) in parts.Zip(clusters.Present().Select(part => part.Part.ItemNames())))
            {
                for (var i = 0; i < part.Rows; i++)
                    file.WriteLine($"{CsvText.Quote(items[i])},{Line(part.Row(i), ',')}");
            }
        });
    }

    /// <summary>A new folder with <c>vectors.tsv</c>, <c>metadata.tsv</c> (item, part, cluster) and <c>projector_config.pbtxt</c>.</summary>
    /// <remarks>As TensorBoard's projector plug-in reads them; its web page takes the two tables as well.</remarks>
    public static void WriteProjector(string folder, Parts<Matrix> rows, Parts<ClusteredRows> clusters)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(clusters);
        Directory.CreateDirectory(folder);
        WholeFile.WriteLines(Path.Combine(folder, "vectors.tsv"), file =>
        {
            foreach (var (_, part) in rows.Present())
            {
                for (var i = 0; i < part.Rows; i++)
                    file.WriteLine(Line(part.Row(i), '\t'));
            }
        });
        WholeFile.WriteLines(Path.Combine(folder, "metadata.tsv"), file =>
        {
            file.WriteLine("item\tpart\tcluster");
            foreach (var (name, part) in clusters.Present())
            {
                foreach (var (item, cluster) in part.ItemNames().Zip(part.Clusters))
                    file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{OneLine(item)}\t{name}\t{cluster}"));
            }
        });
        WholeFile.WriteText(Path.Combine(folder, "projector_config.pbtxt"),
            "embeddings {\n  tensor_name: \"codes\"\n  tensor_path: \"vectors.tsv\"\n  metadata_path: \"metadata.tsv\"\n}\n");
    }

    private static string Line(ReadOnlySpan<float> row, char separator)
    {
        var texts = new string[row.Length];
        for (var j = 0; j < row.Length; j++)
            texts[j] = row[j].ToString(CultureInfo.InvariantCulture);
        return string.Join(separator, texts);
    }

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
