using System.Globalization;
using System.Security.Cryptography;
using Kindred.Datasets.Images;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Reporting;

/// <summary>Pictures of all dots of a page, many to a file, in a folder beside it: of these a page itself holds some only.</summary>
/// <param name="Folder">Its name: of what is in it, so that a page never meets pictures of another.</param>
/// <param name="Side">Pixels on each side of the square that a picture has, in the middle of it.</param>
/// <param name="Columns">Squares in a row of a sheet, and rows in it, from left to right and from top to bottom.</param>
/// <param name="Places">The square of every dot, counted through all sheets.</param>
internal sealed record PictureSheets(string Folder, int Side, int Columns, int[] Places)
{
    // sixteen thumbnails: a browser unpacks little for one, and there are not too many files to copy
    private const int SheetSide = 512;

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="beside">Where it goes.</param>
    /// <param name="order">Dots in the order of their squares: those that readers see together side by side.</param>
    /// <param name="side">No picture has more pixels on a side.</param>
    /// <param name="quality">Of the files, 0 to 100; null for no loss.</param>
    /// <param name="pictureOf">Of a dot.</param>
    public static PictureSheets Write(BesidePage beside, int[] order, int side, int? quality, Func<int, Picture> pictureOf)
    {
        var columns = Math.Max(1, SheetSide / side);
        var perSheet = columns * columns;
        var count = (order.Length + perSheet - 1) / perSheet;
        var (hashes, done) = (new byte[count][], 0);
        using var whole = new WholeFolder(beside.Parent);
        WorkerPool.Run(count, (sheet, _) =>
        {
            beside.Cancellation.ThrowIfCancellationRequested();
            var file = Draw(Array.ConvertAll(order[(sheet * perSheet)..Math.Min(order.Length, (sheet + 1) * perSheet)], dot => pictureOf(dot)), side, columns, quality);
            hashes[sheet] = SHA256.HashData(file);
            File.WriteAllBytes(Path.Combine(whole.Path, string.Create(CultureInfo.InvariantCulture, $"{sheet}.webp")), file);
            beside.Progress?.Report(new FitProgress("draw pictures", Interlocked.Increment(ref done), count, double.NaN));
        });
        var name = $"{beside.Prefix}{Convert.ToHexStringLower(SHA256.HashData([.. hashes.SelectMany(hash => hash)]).AsSpan(0, 6))}";
        if (!Directory.Exists(Path.Combine(beside.Parent, name)))
            whole.MoveTo(Path.Combine(beside.Parent, name));
        var places = new int[order.Length];
        for (var square = 0; square < places.Length; square++)
            places[order[square]] = square;
        return new PictureSheets(name, side, columns, places);
    }

    private static byte[] Draw(Picture[] pictures, int side, int columns, int? quality)
    {
        var (width, height) = (columns * side, (pictures.Length + columns - 1) / columns * side);
        var samples = new byte[width * height * 4];
        foreach (var (square, picture) in pictures.Index())
        {
            var (left, top) = (square % columns * side, square / columns * side);
            WebPFile.Draw(picture, samples, width, left + ((side - picture.Width) / 2), top + ((side - picture.Height) / 2));
        }

        return WebPFile.Encode(samples, width, height, quality);
    }
}

/// <summary>What may lie beside a page.</summary>
/// <param name="Parent">The folder the page will be in.</param>
/// <param name="Prefix">How names of its folders begin.</param>
/// <param name="Progress">Told of every file.</param>
/// <param name="Cancellation">Looked at before every file.</param>
internal sealed record BesidePage(string Parent, string Prefix, IProgress<FitProgress>? Progress, CancellationToken Cancellation)
{
    /// <summary>Removes what an earlier page had there.</summary>
    /// <param name="kept">The folder of the page that is in place now, if it has one.</param>
    public void RemoveOthers(string? kept)
    {
        foreach (var folder in Directory.EnumerateDirectories(Parent, $"{Prefix}*").Where(folder => Path.GetFileName(folder) != kept))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception used) when (used is IOException or UnauthorizedAccessException)
            {
                // a browser still shows it; the next page removes it
            }
        }
    }
}
