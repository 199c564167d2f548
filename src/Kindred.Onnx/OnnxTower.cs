using Kindred.Datasets;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Kindred.Onnx;

/// <summary>One open network with a picture as its input and a vector as its output, on one thread: others may call it at the same time.</summary>
internal sealed class OnnxTower : IDisposable
{
    private const int Rank = 4;
    private const string MetadataKey = "preprocessor_config";

    /// <summary>What people would take among several outputs, in this order.</summary>
    private static readonly string[] UsualOutputs = ["image_embeds", "pooler_output", "embedding", "embeddings", "features"];

    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly RunOptions _run = new();

    private OnnxTower(InferenceSession session, string input, bool channelsFirst, int? size, string output) =>
        (_session, _input, ChannelsFirst, Size, OutputName) = (session, input, channelsFirst, size, output);

    /// <summary>Whether whole planes of colours lie one after the other; else the colours of a pixel lie side by side.</summary>
    public bool ChannelsFirst { get; }

    /// <summary>Pixels down and across; null where the network takes any.</summary>
    public int? Size { get; }

    public string OutputName { get; }

    /// <summary>What the network says itself of preparing pictures, as JSON; null where it says nothing.</summary>
    public byte[]? Metadata => _session.ModelMetadata.CustomMetadataMap.TryGetValue(MetadataKey, out var text) ? System.Text.Encoding.UTF8.GetBytes(text) : null;

    /// <exception cref="DataFileException">There is no such file, or it is no image tower.</exception>
    /// <param name="path">Of the file.</param>
    /// <param name="output">That is taken; null for the one that can be meant.</param>
    /// <param name="givesPicture">Whether a prepared picture comes out instead of a vector.</param>
    public static OnnxTower Open(string path, string? output, bool givesPicture = false)
    {
        if (!File.Exists(path))
            throw new DataFileException(path, "there is no such file; an ONNX file of an image tower is needed.");
        InferenceSession? session = null;
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(path, options);
            var (name, shape) = InputOf(session, path);
            var channelsFirst = IsChannelsFirst(shape, path);
            var (height, width) = channelsFirst ? (shape[2], shape[3]) : (shape[1], shape[2]);
            if (height > 0 && width > 0 && height != width)
                throw new DataFileException(path, $"the network takes pictures of {width}x{height}; only squares are made.");
            return new OnnxTower(session, name, channelsFirst, height > 0 ? height : width > 0 ? width : null, givesPicture ? session.OutputNames[0] : OutputOf(session, path, output));
        }
        catch (OnnxRuntimeException broken)
        {
            session?.Dispose();
            throw new DataFileException(path, $"this is no network in ONNX, or one that cannot be run here ({Sentence(broken)}).", broken);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>The vector of one picture; planes or pixels as <see cref="ChannelsFirst"/> says.</summary>
    public float[] Run(float[] picture, int size)
    {
        long[] shape = ChannelsFirst ? [1, 3, size, size] : [1, size, size, 3];
        using var input = OrtValue.CreateTensorValueFromMemory(picture, shape);
        using var outputs = _session.Run(_run, [_input], [input], [OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    /// <summary>The message of the runtime on one line, without its codes.</summary>
    internal static string Sentence(OnnxRuntimeException error) => error.Message.ReplaceLineEndings(" ").Split("] ", 2)[^1].Trim().TrimEnd('.');

    private static (string Name, int[] Shape) InputOf(InferenceSession session, string path)
    {
        var inputs = session.InputMetadata;
        if (inputs.FirstOrDefault(input => input.Value.ElementDataType is TensorElementType.Int64 or TensorElementType.Int32 or TensorElementType.String) is { Key: { } words })
        {
            throw new DataFileException(path, inputs.Count == 1
                ? $"the network takes words (its input {words} holds whole numbers), not pictures: it is a text tower. The image tower of the same model is needed."
                : $"the network takes words beside pictures (its input {words}); the image tower alone is needed.");
        }

        if (inputs.Count != 1)
            throw new DataFileException(path, $"the network has {inputs.Count} inputs ({string.Join(", ", inputs.Keys)}); an image tower with one picture as its only input is needed.");
        var (name, input) = inputs.First();
        if (input.ElementDataType != TensorElementType.Float)
            throw new DataFileException(path, $"the input {name} of the network holds values of the type {input.ElementDataType}; 32-bit floats are needed.");
        var shape = input.Dimensions;
        if (shape.Length != Rank)
            throw new DataFileException(path, $"the input {name} of the network has {shape.Length} dimensions; a picture has four: how many, channels, height, width.");
        if (shape[0] > 1)
            throw new DataFileException(path, $"the network takes {shape[0]} pictures at once; one saved for one picture, or for any number, is needed.");
        return (name, shape);
    }

    /// <summary>Three is the number of colours; where neither side says it, channels come first, as in nearly all networks.</summary>
    private static bool IsChannelsFirst(int[] shape, string path) => (shape[1], shape[3]) switch
    {
        (3, _) => true,
        (_, 3) => false,
        ( <= 0, <= 0) or ( <= 0, > 0) when shape[1] <= 0 => true,
        _ => throw new DataFileException(path, $"the network takes {string.Join(" x ", shape)} values; pictures have three colours, in the second or the last place."),
    };

    private static string OutputOf(InferenceSession session, string path, string? wanted)
    {
        var outputs = session.OutputMetadata;
        if (wanted is not null && !outputs.ContainsKey(wanted))
            throw new DataFileException(path, $"the network has no output '{wanted}'; it has {string.Join(", ", outputs.Keys)}.");
        string[] vectors = [.. outputs.Where(output => IsVector(output.Value)).Select(output => output.Key)];
        if (wanted is not null)
        {
            return vectors.Contains(wanted) ? wanted
                : throw new DataFileException(path, $"the output {wanted} is {Words(outputs[wanted])}; a vector of 32-bit floats for each picture is needed.");
        }

        if (vectors.Length == 0)
            throw new DataFileException(path, $"the network gives no vector for a picture, but {string.Join(", ", outputs.Select(output => $"{output.Key}, {Words(output.Value)}"))}; one number a place of 1 x n floats is needed.");
        return vectors is [var only] ? only : Array.Find(UsualOutputs, vectors.Contains)
            ?? throw new DataFileException(path, $"the network has several outputs that could be meant ({string.Join(", ", vectors)}); --encoder-output names one.");
    }

    /// <summary>1 x n, with sides of 1 after it.</summary>
    private static bool IsVector(NodeMetadata output) => output.ElementDataType == TensorElementType.Float && output.Dimensions is [var count, var length, .. var rest]
        && count <= 1 && length is <= 0 or > 1 && rest.All(side => side == 1);

    private static string Words(NodeMetadata output) => $"{string.Join(" x ", output.Dimensions.Select(side => side > 0 ? $"{side}" : "any"))} of {output.ElementDataType}";
}
