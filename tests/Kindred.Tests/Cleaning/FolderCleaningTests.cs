using Kindred.Cleaning;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Cleaning;

/// <summary>Pictures that were spoiled or copied on purpose.</summary>
public sealed class FolderCleaningTests
{
    private const int Others = 12;

    [Fact]
    public void Every_flaw_is_found_where_it_was_made()
    {
        using var folder = Photographs();
        Write(folder, "blurry.png", DrawnPhotographs.Blurred(DrawnPhotographs.Draw(50), 9));
        Write(folder, "dark.png", DrawnPhotographs.Brightened(DrawnPhotographs.Draw(51), 0.1));
        Write(folder, "white.png", DrawnPhotographs.Brightened(DrawnPhotographs.Draw(52), 4));
        Write(folder, "empty.png", DrawnPhotographs.Made(240, 320, (_, _, _) => 90));
        Write(folder, "small.png", DrawnPhotographs.Draw(53, 60, 80));
        Write(folder, "long.png", DrawnPhotographs.Draw(54, 120, 800));
        Write(folder, "upright.png", DrawnPhotographs.Draw(55, 320, 240));
        PngFile.Write(folder["grey.png"], DrawnPhotographs.Draw(56).ToGrey());
        folder.Write("broken.jpg", "no picture");
        var report = new FolderCleaning().Run(folder.Path);
        var flaws = report.Pictures.ToDictionary(picture => picture.Facts.Path, picture => picture.Flaws.ToArray());
        Assert.Equal([Flaw.Blurry], flaws["blurry.png"]);
        Assert.Contains(Flaw.Dark, flaws["dark.png"]);
        Assert.Equal([Flaw.OverExposed], flaws["white.png"]);
        Assert.Equal([Flaw.Empty], flaws["empty.png"].Except([Flaw.Grey]));
        Assert.Equal([Flaw.OddSize], flaws["small.png"]);
        Assert.Equal([Flaw.OddShape], flaws["long.png"]);
        Assert.Empty(flaws["upright.png"]);
        Assert.Equal([Flaw.Grey], flaws["grey.png"]);
        Assert.Equal([Flaw.Broken], flaws["broken.jpg"]);
        Assert.Contains("no image", report.Pictures.First(picture => picture.Facts.Path == "broken.jpg").Facts.Problem, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, Others), i => Assert.Empty(flaws[$"photo{i:00}.png"]));
        Assert.Empty(report.Duplicates);
    }

    [Fact]
    public void Copies_are_found_with_what_was_done_to_them()
    {
        using var folder = Photographs();
        File.Copy(folder["photo00.png"], folder["copy00.png"]);
        Write(folder, "copy01.png", DrawnPhotographs.Mirrored(DrawnPhotographs.Draw(1)));
        Write(folder, "copy02.png", DrawnPhotographs.Cropped(DrawnPhotographs.Draw(2), 0.05, 0.1, 0.82, 0.85));
        Write(folder, "copy03.png", DrawnPhotographs.Brightened(DrawnPhotographs.Draw(3), 1.2));
        Write(folder, "copy04.png", DrawnPhotographs.Draw(4).Resize(120, 160));
        Write(folder, "copy05.png", DrawnPhotographs.Framed(DrawnPhotographs.Draw(5), 16));
        Write(folder, "copy06.png", DrawnPhotographs.Mirrored(DrawnPhotographs.Cropped(DrawnPhotographs.Draw(6), 0.1, 0, 0.9, 0.9)));
        var report = new FolderCleaning().Run(folder.Path);
        var told = report.Duplicates.ToDictionary(
            group => report.Pictures[group.Best].Facts.Path, group => (Other: report.Pictures[Assert.Single(group.Others).Place].Facts.Path, group.Others[0].Kind));
        Assert.Equal(7, told.Count);
        Assert.Equal("exact", told["copy00.png"].Kind);  // of equal files the first by name
        Assert.Equal("mirrored", told.Values.Single(other => other.Other is "copy01.png" or "photo01.png").Kind);
        Assert.Equal(("copy02.png", "cropped"), told["photo02.png"]);
        Assert.Equal("near", told.Values.Single(other => other.Other is "copy03.png" or "photo03.png").Kind);
        Assert.Equal(("copy04.png", "near"), told["photo04.png"]);  // the larger is proposed
        Assert.Equal(("photo05.png", "cropped"), told["copy05.png"]);
        Assert.Equal(("copy06.png", "cropped and mirrored"), told["photo06.png"]);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_report()
    {
        using var folder = Photographs();
        Write(folder, "copy.png", DrawnPhotographs.Cropped(DrawnPhotographs.Draw(2), 0.05, 0.1, 0.82, 0.85));
        var before = Parallelism.Threads;
        try
        {
            var reports = new[] { 1, 3 }.Select(threads =>
            {
                Parallelism.Threads = threads;
                return new FolderCleaning().Run(folder.Path);
            }).ToArray();
            Assert.Equal(reports[0].Pictures.Select(picture => picture.Facts with { Thumbnail = null }), reports[1].Pictures.Select(picture => picture.Facts with { Thumbnail = null }));
            Assert.Equal(reports[0].Duplicates.SelectMany(group => group.Others), reports[1].Duplicates.SelectMany(group => group.Others));
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Duplicates_are_moved_and_come_back()
    {
        using var folder = Photographs();
        using var elsewhere = new TemporaryFolder();
        Directory.CreateDirectory(folder["sub"]);
        File.Copy(folder["photo00.png"], folder["sub/again.png"]);
        var report = new FolderCleaning().Run(folder.Path);
        Assert.Throws<ArgumentException>(() => DuplicateMoves.Move(report, folder["inside"]));
        Assert.Equal(1, DuplicateMoves.Move(report, elsewhere["moved"]));
        Assert.False(File.Exists(folder["sub/again.png"]));
        Assert.True(File.Exists(elsewhere["moved/sub/again.png"]));
        Assert.Throws<ArgumentException>(() => DuplicateMoves.Move(report, elsewhere["moved"]));  // not empty
        var (moved, left) = DuplicateMoves.Undo(elsewhere["moved"]);
        Assert.Equal((1, 0), (moved, left.Count));
        Assert.True(File.Exists(folder["sub/again.png"]));
        Assert.Contains("there is no such file", Assert.Throws<DataFileException>(() => DuplicateMoves.Undo(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changed_since_is_not_moved()
    {
        using var folder = Photographs();
        using var elsewhere = new TemporaryFolder();
        File.Copy(folder["photo00.png"], folder["zagain.png"]);
        var report = new FolderCleaning().Run(folder.Path);
        Write(folder, "zagain.png", DrawnPhotographs.Draw(70));
        Assert.Equal(0, DuplicateMoves.Move(report, elsewhere["moved"]));
        Assert.True(File.Exists(folder["zagain.png"]));
    }

    [Fact]
    public void The_files_name_everything_and_escape_names()
    {
        using var folder = Photographs();
        File.Copy(folder["photo00.png"], folder["<b>=a,b.png"]);
        using var into = new TemporaryFolder();
        CleaningFiles.Write(into.Path, new FolderCleaning().Run(folder.Path));
        Assert.Contains("\"<b>=a,b.png\"", File.ReadAllText(into["duplicates.csv"]), StringComparison.Ordinal);
        var page = File.ReadAllText(into[CleaningFiles.PageName]);
        Assert.Contains("&lt;b&gt;=a,b.png", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal(Others + 2, File.ReadLines(into["pictures.csv"]).Count());
    }

    private static TemporaryFolder Photographs()
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < Others; i++)
            Write(folder, $"photo{i:00}.png", DrawnPhotographs.Draw(i));
        return folder;
    }

    private static void Write(TemporaryFolder folder, string name, Picture picture) => PngFile.Write(folder[name], picture);
}
