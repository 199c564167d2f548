using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class PictureSheetsTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Every_dot_has_its_picture_in_the_middle_of_its_square_and_nothing_around_it()
    {
        var order = new Rng(3).Permutation(20);
        var sheets = PictureSheets.Write(Beside(), order, side: 128, quality: null, dot => Grey(height: 60 + dot, width: 128 - dot, (byte)(10 * dot)));
        Assert.Equal(4, sheets.Columns);
        Assert.Equal(["0.webp", "1.webp"], Directory.GetFiles(Folder(sheets)).Select(Path.GetFileName).Order());
        for (var dot = 0; dot < 20; dot++)
        {
            Assert.Equal(dot, order[sheets.Places[dot]]);
            var sheet = ImageFile.Read(Path.Combine(Folder(sheets), $"{sheets.Places[dot] / 16}.webp"));
            var square = sheets.Places[dot] % 16;
            for (var y = 0; y < 128; y++)
            {
                for (var x = 0; x < 128; x++)
                {
                    var (top, left) = ((128 - (60 + dot)) / 2, dot / 2);
                    var isIn = y >= top && y < top + 60 + dot && x >= left && x < left + 128 - dot;
                    var pixel = sheet.Samples.Slice((((((square / 4) * 128) + y) * sheet.Width) + ((square % 4) * 128) + x) * 4, 4).ToArray();
                    Assert.Equal(isIn ? [(byte)(10 * dot), (byte)(10 * dot), (byte)(10 * dot), (byte)255] : new byte[] { 0, 0, 0, 0 }, isIn ? pixel : [0, 0, 0, pixel[3]]);
                }
            }
        }
    }

    [Fact]
    public void The_folder_is_called_by_what_is_in_it_and_others_of_the_page_are_removed()
    {
        var first = PictureSheets.Write(Beside(), [0, 1], 28, null, dot => Grey(28, 28, (byte)dot));
        Assert.Equal(first.Folder, PictureSheets.Write(Beside(), [0, 1], 28, null, dot => Grey(28, 28, (byte)dot)).Folder);
        var second = PictureSheets.Write(Beside(), [1, 0], 28, null, dot => Grey(28, 28, (byte)dot));
        Assert.Equal(Sorted([first.Folder, second.Folder]), Entries());
        Directory.CreateDirectory(Path.Combine(_parent, "mine"));
        Beside().RemoveOthers(second.Folder);
        Assert.Equal(Sorted(["mine", second.Folder]), Entries());
        Beside().RemoveOthers(null);
        Assert.Equal(["mine"], Entries());
    }

    [Fact]
    public void What_fails_or_is_cancelled_leaves_nothing()
    {
        Assert.Throws<IOException>(() => PictureSheets.Write(Beside(), [0, 1, 2], 512, null, dot => dot == 2 ? throw new IOException("gone") : Grey(9, 9, 0)));
        using var cancelled = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => PictureSheets.Write(Beside() with { Cancellation = cancelled.Token }, [.. Enumerable.Range(0, 40)], 512, null, dot =>
        {
            cancelled.Cancel();
            return Grey(9, 9, 0);
        }));
        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }

    private BesidePage Beside() => new(_parent, "report-pictures-", null, CancellationToken.None);

    private string Folder(PictureSheets sheets) => Path.Combine(_parent, sheets.Folder);

    private IEnumerable<string> Entries() => Sorted(Directory.GetFileSystemEntries(_parent).Select(path => Path.GetFileName(path)));

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    private static Picture Grey(int height, int width, byte value) => new(height, width, 1, Enumerable.Repeat(value, height * width).ToArray());
}
