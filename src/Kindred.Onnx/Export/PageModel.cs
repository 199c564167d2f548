using System.Buffers.Binary;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Reporting;

namespace Kindred.Onnx.Export;

/// <summary>Models in reports, which readers try pictures with: ONNX Runtime for browsers, from what npm gives as onnxruntime-web.</summary>
public static class PageModel
{
    /// <summary>What runs graphs in a page: 4 MB of it.</summary>
    public static ReportRuntime Runtime
    {
        get
        {
            var program = Asset("runtime.wasm.zlib");
            return new ReportRuntime(Asset("runtime.js"), program.AsMemory(sizeof(int)), BinaryPrimitives.ReadInt32LittleEndian(program));
        }
    }

    /// <summary>The model for a page.</summary>
    /// <exception cref="ArgumentException">It takes no pictures, or cannot be exported; the message says why.</exception>
    public static ReportModel Of(KindredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Input.Encoder is { } encoder)
            throw new ArgumentException($"Pictures go through {encoder.Name} first, which no page holds.");
        if (model.Input.Shape.IsTable || model.Input.Shape.Channels is not (1 or 3) || model.Input.Origins is not null || model.Input.Unit == PixelUnit.Own)
            throw new ArgumentException("The model takes rows of numbers, and a page only reads pictures.");
        return new ReportModel(model, ExportedModel.Of(model).ToBytes());
    }

    private static byte[] Asset(string name)
    {
        using var asset = typeof(PageModel).Assembly.GetManifestResourceStream($"Kindred.Onnx.Export.assets.{name}")
            ?? throw new InvalidOperationException($"The library was built without {name}; build the whole project again.");
        var bytes = new byte[asset.Length];
        asset.ReadExactly(bytes);
        return bytes;
    }
}
