namespace Kindred.Datasets;

/// <summary>What the values of pictures were counted in, in the file they came from.</summary>
public enum PixelUnit
{
    /// <summary>1 is white; nothing is outside [0, 1]. Truth values are such.</summary>
    One,

    /// <summary>255 is white; nothing is outside [0, 255].</summary>
    Byte,

    /// <summary>65535 is white; whole numbers beyond 255, none outside [0, 65535], or files of pictures with 16 bits a sample.</summary>
    Sixteen,

    /// <summary>A unit of their own, as of depths and temperatures; kept as they are.</summary>
    Own,
}
