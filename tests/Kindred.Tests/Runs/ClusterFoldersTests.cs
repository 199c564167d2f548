using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Tests.Runs;

public sealed class ClusterFoldersTests : IDisposable
{
    private static readonly string[] Places = ["a/x.png", "b/x.png", "b/X.png", "y.png"];
    private static readonly string[] FirstCluster = ["X-2.png", "X-3.png", "x.png"];

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_of_one_name_from_several_folders_stand_side_by_side_and_originals_stay()
    {
        var data = Photos();
        var before = Places.Select(place => File.ReadAllBytes(Path.Combine(_folder, "in", place))).ToArray();
        var target = Path.Combine(_folder, "out");
        var (linked, copied, drawn) = ClusterFolders.Write(target, data, Groups(data, [0, 0, 0, 1]), clusterCount: 3);
        Assert.Equal((4, 0), (linked + copied, drawn));
        Assert.Equal(["cluster-0", "cluster-1", "cluster-2"], Directory.GetDirectories(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(FirstCluster, Directory.GetFiles(Path.Combine(target, "cluster-0")).Select(Path.GetFileName).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(Path.Combine(target, "cluster-2")));
        Assert.Equal(before[3], File.ReadAllBytes(Path.Combine(target, "cluster-1", "y.png")));
        Assert.Equal(before, Places.Select(place => File.ReadAllBytes(Path.Combine(_folder, "in", place))));
        var kept = Directory.GetFiles(Path.Combine(target, "cluster-0")).Select(File.ReadAllBytes).Select(Convert.ToHexString).Order(StringComparer.Ordinal);
        Assert.Equal(before[..3].Select(Convert.ToHexString).Order(StringComparer.Ordinal), kept);
        Directory.Delete(target, recursive: true);
        Assert.All(Places, place => Assert.True(File.Exists(Path.Combine(_folder, "in", place))));
    }

    [Fact]
    public void Links_to_files_lead_to_what_they_name()
    {
        var data = Photos();
        File.Move(Path.Combine(_folder, "in/y.png"), Path.Combine(_folder, "elsewhere.png"));
        File.CreateSymbolicLink(Path.Combine(_folder, "in/y.png"), "../elsewhere.png");
        ClusterFolders.Write(Path.Combine(_folder, "deep/out"), data, Groups(data, [0, 0, 0, 1]), clusterCount: 2);
        var copy = Path.Combine(_folder, "deep/out/cluster-1/y.png");
        Assert.Null(new FileInfo(copy).LinkTarget);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "elsewhere.png")), File.ReadAllBytes(copy));
    }

    [Fact]
    public void Writing_into_the_copy_of_a_linked_file_does_not_reach_the_file_it_leads_to()
    {
        var data = Photos();
        File.Move(Path.Combine(_folder, "in/y.png"), Path.Combine(_folder, "elsewhere.png"));
        File.CreateSymbolicLink(Path.Combine(_folder, "in/y.png"), "../elsewhere.png");
        var before = File.ReadAllBytes(Path.Combine(_folder, "elsewhere.png"));
        ClusterFolders.Write(Path.Combine(_folder, "out"), data, Groups(data, [0, 0, 0, 1]), clusterCount: 2);
        File.WriteAllText(Path.Combine(_folder, "out/cluster-1/y.png"), "painted over");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder, "elsewhere.png")));
    }

    [Fact]
    public void A_folder_inside_the_images_is_refused_also_by_another_name()
    {
        var data = Photos();
        Directory.CreateSymbolicLink(Path.Combine(_folder, "alias"), Path.Combine(_folder, "in"));
        Assert.Contains("read twice", Assert.Throws<ArgumentException>(() => ClusterFolders.Check(Path.Combine(_folder, "alias/sub"), data)).Message, StringComparison.Ordinal);
        Assert.Contains("read twice", Assert.Throws<ArgumentException>(() => ClusterFolders.Check(Path.Combine(_folder, "in/sub"), data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_something_is_left_alone()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;
        File.WriteAllText(Path.Combine(target, "mine.txt"), "mine");
        var data = Photos();
        Assert.Contains("not empty", Assert.Throws<ArgumentException>(() => ClusterFolders.Write(target, data, Groups(data, [0, 0, 0, 0]), 1)).Message, StringComparison.Ordinal);
        Assert.Equal("mine.txt", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(target))));
    }

    [Fact]
    public void Nothing_is_left_where_a_file_has_gone_in_between()
    {
        var data = Photos();
        File.Delete(Path.Combine(_folder, "in/y.png"));
        var target = Path.Combine(_folder, "out");
        Assert.ThrowsAny<IOException>(() => ClusterFolders.Write(target, data, Groups(data, [0, 0, 0, 1]), clusterCount: 2));
        Assert.Equal(["in"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_among_the_images_is_refused()
    {
        var data = Photos();
        Assert.Contains("inside", Assert.Throws<ArgumentException>(() => ClusterFolders.Check(Path.Combine(_folder, "in/out"), data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_no_images_to_lay_out()
    {
        var data = new Dataset("t", "0", new ImageSet(new Matrix(2, 3), ImageShape.OfTable(3)), null, []);
        Assert.Contains("table", Assert.Throws<ArgumentException>(() => ClusterFolders.Check(Path.Combine(_folder, "out"), data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_are_no_files_are_drawn_pixel_for_pixel()
    {
        var data = Wardrobe.Load(5, 2) with { ClassNames = [] };
        var groups = new Parts<ClusteredRows>(Group(data.Train, [0, 1, 0, 1, 1]), null, Group(data.Test!, [1, 0]));
        var target = Path.Combine(_folder, "out");
        Assert.Equal((0, 0, 7), ClusterFolders.Write(target, data, groups, clusterCount: 2));
        var drawn = ImageFile.Read(Path.Combine(target, "cluster-1", "train-000003.png"));
        Assert.Equal(data.Train.Bytes!.Row(3).ToArray(), drawn.Samples.ToArray());
        Assert.True(File.Exists(Path.Combine(target, "cluster-0", "test-000001.png")));
    }

    private Dataset Photos()
    {
        for (var i = 0; i < Places.Length; i++)
        {
            var path = Path.Combine(_folder, "in", Places[i]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PngFile.Write(path, new Picture(4, 4, 1, Enumerable.Repeat((byte)(10 * (i + 1)), 16).ToArray()));
        }

        var data = DatasetCatalog.Open(Path.Combine(_folder, "in"));
        // in the order of Places, whatever the order of the disk
        return data with { Train = new ImageSet(data.Train.Bytes!, data.Shape, classes: null, [.. Places]) };
    }

    private static Parts<ClusteredRows> Groups(Dataset data, int[] groups) => new(Group(data.Train, groups), null, null);

    private static ClusteredRows Group(ImageSet images, int[] groups) =>
        new([.. Enumerable.Range(0, images.Count)], groups, new float[images.Count], null, null) { Names = images.Names };
}
