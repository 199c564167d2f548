using Kindred.Datasets;

namespace Kindred.Selection;

/// <summary>Whether pictures are such as networks for photographs were trained on.</summary>
public static class Photographs
{
    /// <summary>Pictures in colour, from files, that show more than plain colours.</summary>
    public static bool Are(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Files is not null && data.Shape.Channels == 3 && data.Train.Unit is not (PixelUnit.Own or PixelUnit.Sixteen) && DefaultRecipe.FlatShare(data.Train) <= DefaultRecipe.MostFlat;
    }
}
