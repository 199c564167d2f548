using Kindred.Networks.Storage;

namespace Kindred.Networks.Tests.Storage;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(_folder, "a.txt");
        WholeFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, file =>
        {
            file.Write("new"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(path, Assert.Single(Directory.GetFileSystemEntries(_folder)));
    }

    [Fact]
    public void A_name_as_long_as_can_be_is_written()
    {
        var path = Path.Combine(_folder, new string('n', 255));
        WholeFile.WriteText(path, "text");
        Assert.Equal("text", File.ReadAllText(path));
    }

    [Fact]
    public void What_killed_processes_left_is_removed_and_what_is_being_written_stays()
    {
        File.WriteAllText(Unfinished.NewPath(_folder), "killed");
        var killed = Directory.CreateDirectory(Unfinished.NewPath(_folder)).FullName;
        File.WriteAllText(Path.Combine(killed, ".lock"), "");
        using var whole = new WholeFolder(_folder);
        WholeFile.Write(Path.Combine(_folder, "b.txt"), file =>
        {
            file.Write("text"u8);
            Unfinished.Prepare(_folder);
            Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);  // this file and that folder
        });
        whole.MoveTo(Path.Combine(_folder, "done"));

        Unfinished.Prepare(_folder);
        Assert.Equal(["b.txt", "done"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "done")));
    }

    [Theory]
    [InlineData(".myphotos.partial")]
    [InlineData(".kindred-photos.partial")]
    [InlineData(".kindred-0123456789abcdef0123456789abcdef.partial.old")]
    [InlineData("x.kindred-0123456789abcdef0123456789abcdef.partial")]
    [InlineData(".0123456789abcdef0123456789abcdef.partial")]
    public void Folders_of_others_stay_however_old_they_are(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "photo.jpg"), "");
        Directory.SetLastWriteTimeUtc(folder, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Unfinished.Prepare(_folder);

        Assert.True(File.Exists(Path.Combine(folder, "photo.jpg")));
    }

    [Fact]
    public void Links_of_such_a_name_are_left_alone_and_what_they_lead_to_too()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, ".lock"), "");
        Directory.CreateSymbolicLink(Unfinished.NewPath(_folder), elsewhere);

        Unfinished.Prepare(_folder);

        Assert.True(File.Exists(Path.Combine(elsewhere, ".lock")));
    }

    [Fact]
    public void Where_nothing_can_be_written_is_said_before_any_work()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.Contains($"Nothing can be written in {file}", Assert.Throws<IOException>(() => Unfinished.Prepare(file)).Message, StringComparison.Ordinal);
        Assert.Contains("Nothing can be written", Assert.Throws<IOException>(() => Unfinished.Prepare(Path.Combine(_folder, new string('n', 256)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_finished_vanishes()
    {
        using (var whole = new WholeFolder(_folder))
            File.WriteAllText(Path.Combine(whole.Path, "a.txt"), "");
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
