using Kindred.Networks.Storage;

namespace Kindred.Datasets.Images;

/// <summary>What lies in a folder and the folders in it: images by name or by content, and everything else by what it is.</summary>
/// <remarks>Linked files count, linked folders do not: they could lead in circles.</remarks>
internal sealed class ImageFolderListing
{
    private const string Hidden = "hidden", NoExtension = "no extension";

    private readonly List<string> _images = [];
    private readonly List<SkippedFile> _leftOut = [];
    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _otherImages = new(StringComparer.Ordinal);
    private readonly string _folder;

    private ImageFolderListing(string folder) => _folder = folder;

    /// <summary>Images that are read, relative to the folder, with forward slashes, in the order of their names.</summary>
    public string[] Images { get; private set; } = [];

    /// <summary>What is left out although it might be wanted, with the reason, in the order of the names.</summary>
    public IReadOnlyList<SkippedFile> LeftOut { get; private set; } = [];

    /// <summary>How many files that are no images, by the endings of their names.</summary>
    public IReadOnlyDictionary<string, int> Others => _others;

    /// <summary>How many pictures of kinds that are not read, by kind.</summary>
    public IReadOnlyDictionary<string, int> OtherImages => _otherImages;

    /// <exception cref="DataFileException">There is no such folder, or it cannot be opened.</exception>
    public static ImageFolderListing Of(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataFileException(folder, "there is no such folder.");
        var listing = new ImageFolderListing(folder);
        listing.Walk(folder, "");
        listing.Images = [.. listing._images.Order(StringComparer.Ordinal)];
        listing.LeftOut = [.. listing._leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)];
        return listing;
    }

    /// <summary>One picture of a folder, as if it lay there alone.</summary>
    public static ImageFolderListing OfFile(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!) { Images = [Path.GetFileName(path)] };

    private void Walk(string folder, string prefix)
    {
        string[] paths;
        try
        {
            paths = Directory.GetFileSystemEntries(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (prefix.Length == 0)
                throw new DataFileException(_folder, $"the folder cannot be read ({refused.Message.TrimEnd('.')}).", refused);
            _leftOut.Add(new SkippedFile(prefix.TrimEnd('/'), "this folder may not be opened."));
            return;
        }

        foreach (var path in paths)
        {
            if (!Take(path, prefix))
                return;
        }
    }

    /// <summary>False where nothing in the folder can be looked at.</summary>
    private bool Take(string path, string prefix)
    {
        var name = prefix + Path.GetFileName(path);
        switch (OrdinaryFile.KindOf(path))
        {
            case PathKind.Refused:
                _leftOut.Add(new SkippedFile(prefix.TrimEnd('/') is { Length: > 0 } folder ? folder : ".", "the names in this folder may be seen, but its files not opened."));
                return false;
            case PathKind.Missing:
                _leftOut.Add(new SkippedFile(name, IsLink(path) ? "this is a link that leads nowhere." : name.Contains('\uFFFD', StringComparison.Ordinal) ? DataFile.NotUtf8 : "it went away."));
                break;
            case PathKind.Folder when IsHidden(path):
                Count(_others, Hidden);
                break;
            case PathKind.Folder when IsLink(path):
                _leftOut.Add(new SkippedFile(name, "this is a link to a folder; links could lead in circles, so give the folder itself."));
                break;
            case PathKind.Folder:
                Walk(path, name + '/');
                break;
            case PathKind.File:
                TakeFile(path, name);
                break;
            case var kind:
                _leftOut.Add(new SkippedFile(name, $"this is {OrdinaryFile.Describe(kind)}, not a file."));
                break;
        }

        return true;
    }

    private void TakeFile(string path, string name)
    {
        if (IsHidden(path))
            Count(_others, Hidden);
        else if (ImageKind.IsNamedAsRead(path))
            _images.Add(name);
        else if (KindOf(path) is { Format: null } kind)
            LeaveOut(path, name, kind.Other ?? ImageKind.OtherByName(path));
        else
            _images.Add(name);
    }

    private void LeaveOut(string path, string name, string? otherImage)
    {
        if (otherImage is null)
        {
            Count(_others, Path.GetExtension(path) is { Length: > 1 } extension ? extension.ToLowerInvariant() : NoExtension);
            return;
        }

        _leftOut.Add(new SkippedFile(name, ImageKind.Sentence(otherImage)));
        Count(_otherImages, otherImage);
    }

    /// <summary>By the first bytes; neither kind of picture where these cannot be read.</summary>
    private static ImageKind KindOf(string path)
    {
        try
        {
            return ImageKind.Of(DataFile.ReadStart(path, ImageKind.Needed));
        }
        catch (DataFileException)
        {
            return default;
        }
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void Count(SortedDictionary<string, int> counts, string kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;
}
