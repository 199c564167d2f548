using System.Runtime.InteropServices;

namespace Kindred.Datasets.Images;

/// <summary>The C interface of libjpeg-turbo, version 2.0 or later, found when first needed.</summary>
/// <remarks>turbojpeg.h of libjpeg-turbo 2.1; later versions keep these functions.</remarks>
internal static unsafe class TurboJpeg
{
    private const int FormatRgb = 0, FormatGrey = 6;
    private const int ColoursGrey = 2, ColoursCmyk = 3;
    private const int LimitScans = 32_768;
    private const int MostHalvings = 3;

    private static readonly string[] FileNames = ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib", "turbojpeg.dll", "libturbojpeg.dll"];
    private static readonly nint Library = Find();

    public static bool IsThere => Library != 0;

    /// <summary>Height, width and channels (1 or 3) of the image, not decoded.</summary>
    public static (int Height, int Width, int Channels) ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        var decoder = Begin();
        try
        {
            fixed (byte* bytes = file)
                return ReadHeader(decoder, bytes, file.Length, name);
        }
        finally
        {
            End(decoder);
        }
    }

    /// <summary>Decodes at the smallest of 1, 1/2, 1/4 and 1/8 of the size that is no smaller than asked for.</summary>
    /// <exception cref="DataFileException">The bytes are not a whole JPEG file of grey or colour.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string name, ImageSize? atLeast)
    {
        var decoder = Begin();
        try
        {
            fixed (byte* bytes = file)
            {
                var (fullHeight, fullWidth, channels) = ReadHeader(decoder, bytes, file.Length, name);
                var (height, width) = Scaled(fullHeight, fullWidth, atLeast);
                var samples = GC.AllocateUninitializedArray<byte>(checked(height * width * channels));
                fixed (byte* target = samples)
                {
                    var decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)Function("tjDecompress2");
                    if (decompress(decoder, bytes, new CULong((nuint)file.Length), target, width, 0, height, channels == 1 ? FormatGrey : FormatRgb, LimitScans) != 0)
                        ThrowUnlessHarmless(decoder, name);
                }

                return new Picture(height, width, channels, samples);
            }
        }
        finally
        {
            End(decoder);
        }
    }

    private static (int Height, int Width) Scaled(int height, int width, ImageSize? atLeast)
    {
        if (atLeast is not { } size)
            return (height, width);
        var halvings = 0;
        while (halvings < MostHalvings && Halved(height, halvings + 1) >= size.Height && Halved(width, halvings + 1) >= size.Width)
            halvings++;
        return (Halved(height, halvings), Halved(width, halvings));
    }

    /// <summary>side / 2^times, rounded up, as the library does.</summary>
    private static int Halved(int side, int times) => (side + (1 << times) - 1) >> times;

    private static (int Height, int Width, int Channels) ReadHeader(nint decoder, byte* bytes, int length, string name)
    {
        int width, height, subsampling, colours;
        var read = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)Function("tjDecompressHeader3");
        if (read(decoder, bytes, new CULong((nuint)length), &width, &height, &subsampling, &colours) != 0)
            ThrowUnlessHarmless(decoder, name);
        if (colours >= ColoursCmyk)
            throw new DataFileException(name, "the JPEG file has the four colours of print; grey or red, green and blue are needed.");
        if (width <= 0 || height <= 0 || (long)width * height > Picture.MostPixels)
            throw new DataFileException(name, $"the JPEG header promises {width} x {height} pixels; 1 to {Picture.MostPixels} are needed.");
        return (height, width, colours == ColoursGrey ? 1 : 3);
    }

    /// <summary>Stray bytes between markers, as some cameras leave them, do no harm; anything else may have cost pixels.</summary>
    private static void ThrowUnlessHarmless(nint decoder, string name)
    {
        var reason = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)Function("tjGetErrorStr2"))(decoder)) ?? "";
        var isWarning = ((delegate* unmanaged[Cdecl]<nint, int>)Function("tjGetErrorCode"))(decoder) == 0;
        if (!isWarning || !reason.Contains("extraneous bytes", StringComparison.Ordinal))
            throw new DataFileException(name, $"the JPEG file is damaged ({reason.TrimEnd('.')}); a whole file is needed.");
    }

    private static nint Begin()
    {
        var decoder = ((delegate* unmanaged[Cdecl]<nint>)Function("tjInitDecompress"))();
        return decoder != 0 ? decoder : throw new InsufficientMemoryException("libjpeg-turbo could not make a decoder; more memory is needed.");
    }

    private static void End(nint decoder) => _ = ((delegate* unmanaged[Cdecl]<nint, int>)Function("tjDestroy"))(decoder);

    private static nint Function(string name) => NativeLibrary.GetExport(Library, name);

    private static nint Find()
    {
        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, out var library))
                return library;
        }

        return 0;
    }
}
