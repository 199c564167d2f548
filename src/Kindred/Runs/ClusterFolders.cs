using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>Lays images out in one folder per cluster, and one for those in none: files as hard links where the disk allows, else as copies; other images as PNG files.</summary>
/// <remarks>The originals are only read. A hard link is a second name for the same file: deleting one leaves the other, but a program
/// that writes into the file changes both.</remarks>
public static partial class ClusterFolders
{
    /// <summary>Where the images cannot go is found before any work is done.</summary>
    /// <exception cref="ArgumentException">The folder holds something, or is a file, or the data have no images.</exception>
    public static void Check(string folder, Dataset data)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.IsTable)
            throw new ArgumentException($"{data.Name} is a table; only images can be laid out in folders. Its clusters are in assignments.csv.");
        if (File.Exists(folder))
            throw new ArgumentException($"{folder} is a file; a new or empty folder is needed.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new ArgumentException($"{folder} is not empty; a new or empty folder is needed.");
        if (data.Files is { } files && IsInside(folder, files.Folder))
            throw new ArgumentException($"{folder} lies inside {files.Folder}, whose images would then be read twice; a folder elsewhere is needed.");
        Unfinished.Prepare(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!);
    }

    /// <summary>Writes the folders below <paramref name="folder"/>, which appears whole or not at all.</summary>
    /// <returns>How many files were linked, copied and drawn.</returns>
    /// <exception cref="ArgumentException">As <see cref="Check"/>, or the clusters are not of these data.</exception>
    public static (int Linked, int Copied, int Drawn) Write(string folder, Dataset data, Parts<ClusteredRows> clusters, int clusterCount, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        var digits = Math.Max(1, (clusterCount - 1).ToString(CultureInfo.InvariantCulture).Length);
        return Write(folder, data, clusters, [.. Enumerable.Range(0, clusterCount).Select(cluster => $"cluster-{cluster.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}")], cancellation);
    }

    /// <summary>The same by the groups that a reader made, in folders by their names; what cannot stand in a folder's name becomes _, and equal names are numbered.</summary>
    /// <inheritdoc cref="Write(string, Dataset, Parts{ClusteredRows}, int, CancellationToken)"/>
    public static (int Linked, int Copied, int Drawn) Write(string folder, Dataset data, CuratedRun curated, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(curated);
        var places = curated.Groups.Index().ToDictionary(group => group.Item, group => group.Index);
        var clusters = curated.Clusters.Select(part => part with { Clusters = Array.ConvertAll(part.Clusters, group => group == Membership.NoCluster ? group : places[group]) });
        return Write(folder, data, clusters, [.. curated.Groups.Select(curated.NameOf)], cancellation);
    }

    /// <summary>The same in folders by the names of the clusters, one a cluster.</summary>
    /// <inheritdoc cref="Write(string, Dataset, Parts{ClusteredRows}, int, CancellationToken)"/>
    public static (int Linked, int Copied, int Drawn) Write(string folder, Dataset data, Parts<ClusteredRows> clusters, IReadOnlyList<string> names, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(names);
        Check(folder, data);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        using var whole = new WholeFolder(Path.GetDirectoryName(target)!);
        var layout = new Layout(whole.Path, FolderNames.Of(names), hasNone: clusters.Present().Any(part => part.Part.Clusters.Contains(Membership.NoCluster)));
        foreach (var ((name, part), images) in clusters.Present().Zip(data.Parts.Present().Select(part => part.Part)))
            Write(layout, name, part, images, data, cancellation);
        if (Directory.Exists(target))
            Directory.Delete(target);  // empty, or this fails
        whole.MoveTo(target);
        return (layout.Linked, layout.Copied, layout.Drawn);
    }

    private static void Write(Layout layout, string partName, ClusteredRows part, ImageSet images, Dataset data, CancellationToken cancellation)
    {
        if (part.Clusters.Length != images.Count)
            throw new ArgumentException($"The {partName} part has {images.Count} images, but {part.Clusters.Length} were grouped.");
        var range = PixelRange.Of(data.Train, data.Validation, data.Test);
        for (var i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (data.Files is { } files)
                layout.Add(part.Clusters[i], Path.Combine(files.Folder, part.Names![i]));
            else
                layout.Draw(part.Clusters[i], string.Create(CultureInfo.InvariantCulture, $"{partName}-{part.Rows[i]:000000}.png"), images, i, range);
        }
    }

    private static bool IsInside(string folder, string outer) => (LinksFollowed(folder) + Path.DirectorySeparatorChar)
        .StartsWith(LinksFollowed(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The full path with the target in place of every link on the way.</summary>
    private static string LinksFollowed(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var followed = Path.Combine(LinksFollowed(parent), Path.GetFileName(full));
        return Path.Exists(followed) && Directory.ResolveLinkTarget(followed, returnFinalTarget: true) is { } target ? LinksFollowed(target.FullName) : followed;
    }

    /// <summary>The folders as they fill.</summary>
    private sealed class Layout
    {
        private readonly int _clusterCount;
        private readonly string[] _folders;
        private readonly HashSet<string>[] _taken;
        private readonly Dictionary<(int Cluster, string Name), int> _numbers = [];
        private bool _canLink = true;

        /// <summary>Rows that belong to no cluster go to a folder of their own, after all others.</summary>
        public Layout(string parent, string[] names, bool hasNone)
        {
            _folders = [.. names.Concat(hasNone ? [FolderNames.Of([.. names, "no-cluster"])[^1]] : []).Select(name => Directory.CreateDirectory(Path.Combine(parent, name)).FullName)];
            _clusterCount = names.Length;
            _taken = [.. _folders.Select(_ => new HashSet<string>(StringComparer.OrdinalIgnoreCase))];
        }

        public int Linked { get; private set; }

        public int Copied { get; private set; }

        public int Drawn { get; private set; }

        public void Add(int cluster, string source)
        {
            var target = NewPath(cluster, Path.GetFileName(source));
            if (File.ResolveLinkTarget(source, returnFinalTarget: false) is not null)
                Copy(source, target);  // what a link leads to may be anybody's
            else if (_canLink && TryLink(source, target))
                Linked++;
            else
            {
                _canLink = Linked > 0;  // what fails for the first file fails for all; later failures may be of one file alone
                Copy(source, target);
            }
        }

        public void Draw(int cluster, string name, ImageSet images, int row, PixelRange range)
        {
            File.WriteAllBytes(NewPath(cluster, name), PngFile.Encode(SamplePicture.Of(images.Shape, images.Slice(row, 1).Pixels.Row(0), range)));
            Drawn++;
        }

        private void Copy(string source, string target)
        {
            using var from = OrdinaryFile.Open(source);
            using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            from.CopyTo(to);
            Copied++;
        }

        private static string Numbered(string stem, string ending) => FileNames.Shortened(stem, FileNames.MostBytes - System.Text.Encoding.UTF8.GetByteCount(ending)) + ending;

        /// <summary>Two files of one name from two folders become a.png and a-2.png, also where capitals alone tell them apart.</summary>
        private string NewPath(int cluster, string name)
        {
            cluster = cluster == Membership.NoCluster ? _clusterCount : cluster;
            var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (cluster, name), out _);
            while (true)
            {
                number++;
                var free = number == 1 ? name : Numbered(stem, $"-{number.ToString(CultureInfo.InvariantCulture)}{extension}");
                if (_taken[cluster].Add(free))
                    return Path.Combine(_folders[cluster], free);
            }
        }
    }

    private static bool TryLink(string original, string target)
    {
        try
        {
            return OperatingSystem.IsWindows() ? CreateHardLink(target, original, 0) : Link(original, target) == 0;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string original, string target);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string target, string original, nint security);
}
