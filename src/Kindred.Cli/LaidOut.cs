using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>Images that were laid out in folders, one a group.</summary>
internal sealed record LaidOut(string Folder, int Linked, int Copied, int Drawn)
{
    public static LaidOut Of(string folder, (int Linked, int Copied, int Drawn) counts) => new(Path.GetFullPath(folder), counts.Linked, counts.Copied, counts.Drawn);

    /// <summary>"3 images linked, 1 image copied", without what there is none of.</summary>
    public override string ToString()
    {
        (int Count, string What)[] kinds = [(Linked, "linked"), (Copied, "copied"), (Drawn, "written as PNG")];
        return string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{Amount.Of(kind.Count, "image", "N0")} {kind.What}"));
    }
}
