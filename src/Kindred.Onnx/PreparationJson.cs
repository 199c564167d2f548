using System.Text.Json;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Onnx;

/// <summary>The preparation of pictures that lies beside a network as JSON, in the words of Hugging Face's <c>preprocessor_config.json</c>: size, crop_size, image_mean, image_std, resample, do_center_crop, rescale_factor.</summary>
internal static class PreparationJson
{
    private const string UsualName = "preprocessor_config.json";
    private const int LongestFile = 1 << 20;
    private const int Bilinear = 2, Bicubic = 3;

    /// <summary>The file named after the network, else the usual one in its folder; null where neither lies there.</summary>
    public static string? FileOf(string model)
    {
        string[] candidates = [Path.ChangeExtension(model, ".json"), Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, UsualName)];
        return Array.Find(candidates, File.Exists);
    }

    /// <exception cref="DataFileException">The file says nothing of pictures, or something that cannot be.</exception>
    public static PicturePreparation Read(string path, PicturePreparation? start) => Parse(DataFile.Read(path, content => content.ReadUpTo(LongestFile)), path, start);

    /// <exception cref="DataFileException">The text says nothing of pictures, or something that cannot be.</exception>
    public static PicturePreparation Parse(ReadOnlyMemory<byte> text, string name, PicturePreparation? start)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Of(json.RootElement, start);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DataFileException(name, $"it does not say how pictures are prepared ({broken.Message.TrimEnd('.')}); size, image_mean and image_std are needed, as in {UsualName}.", broken);
        }
    }

    private static PicturePreparation Of(JsonElement root, PicturePreparation? start)
    {
        var (size, crop) = (Side(root, "size"), Side(root, "crop_size"));
        var crops = Flag(root, "do_center_crop") ?? crop is not null;
        var isStretched = !crops && IsSquare(root, "size");
        var taken = crops ? crop ?? size : size;
        if (taken is null && start is null)
            throw new ArgumentException("there is no size");
        var normalizes = Flag(root, "do_normalize") ?? true;
        var resample = root.TryGetProperty("resample", out var kind) ? kind.GetInt32() : (int?)null;
        if (resample is not (null or Bilinear or Bicubic))
            throw new ArgumentException($"resample {resample} is neither {Bilinear} (bilinear) nor {Bicubic} (bicubic)");
        start ??= new PicturePreparation { Size = taken!.Value };
        return start with
        {
            Size = taken ?? start.Size,
            ResizeTo = size ?? start.ResizeTo,
            Stretch = isStretched || (start.Stretch && size is null),
            Interpolation = resample is null ? start.Interpolation : resample == Bicubic ? Interpolation.Bicubic : Interpolation.Bilinear,
            Scale = Flag(root, "do_rescale") == false ? 1 : root.TryGetProperty("rescale_factor", out var factor) ? factor.GetDouble() : start.Scale,
            Mean = normalizes ? Numbers(root, "image_mean") ?? start.Mean : [0, 0, 0],
            Deviation = normalizes ? Numbers(root, "image_std") ?? start.Deviation : [1, 1, 1],
        };
    }

    /// <summary>224, or {"shortest_edge": 224}, or {"height": 224, "width": 224}.</summary>
    private static int? Side(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var size))
            return null;
        if (size.ValueKind == JsonValueKind.Number)
            return size.GetInt32();
        if (size.TryGetProperty("shortest_edge", out var shortest))
            return shortest.GetInt32();
        var (height, width) = (size.GetProperty("height").GetInt32(), size.GetProperty("width").GetInt32());
        return height == width ? height : throw new ArgumentException($"{name} is {width}x{height}; a square is needed");
    }

    private static bool IsSquare(JsonElement root, string name) => root.TryGetProperty(name, out var size) && size.ValueKind == JsonValueKind.Object && size.TryGetProperty("height", out _);

    private static bool? Flag(JsonElement root, string name) => root.TryGetProperty(name, out var flag) ? flag.GetBoolean() : null;

    private static ValueList<double>? Numbers(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? ValueList.Create<double>([.. list.EnumerateArray().Select(number => number.GetDouble())]) : null;
}
