namespace Kindred.Cleaning;

/// <summary>A file, and what it may be sorted out for.</summary>
public sealed record LookedAt(PictureFacts Facts, IReadOnlyList<Flaw> Flaws);

/// <summary>Files of one picture.</summary>
/// <param name="Best">Place of the one that is worth keeping: most pixels, then sharpest, then oldest.</param>
/// <param name="Others">Places of the others, with what was done to each and how alike it is.</param>
public sealed record DuplicateGroup(int Best, IReadOnlyList<(int Place, string Kind, double Likeness)> Others);

/// <summary>What is wrong in a folder of pictures, and which of them are the same. Nothing was changed.</summary>
/// <param name="Folder">That was looked at.</param>
/// <param name="Pictures">Every picture file, in the order of the names.</param>
/// <param name="Duplicates">By place in <paramref name="Pictures"/>, in the order of the best.</param>
public sealed record CleaningReport(string Folder, IReadOnlyList<LookedAt> Pictures, IReadOnlyList<DuplicateGroup> Duplicates)
{
    /// <summary>How many pictures have the flaw.</summary>
    public int Count(Flaw flaw) => Pictures.Count(picture => picture.Flaws.Contains(flaw));

    /// <summary>Files that could go without a picture being lost.</summary>
    public int Spare => Duplicates.Sum(group => group.Others.Count);
}
