namespace Kindred.Datasets;

/// <summary>What the values of pictures were counted in, in the file they came from.</summary>
public enum PixelUnit
{
    /// <summary>1 is white; nothing is outside [0, 1]. Truth values are such.</summary>
    One,

    /// <summary>255 is white; nothing is outside [0, 255].</summary>
    Byte,

    /// <summary>A unit of their own, as of depths or of sensors with more than 8 bits; kept as they are.</summary>
    Own,
}
