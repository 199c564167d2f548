using System.CommandLine;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Onnx.Export;

namespace Kindred.Cli;

/// <summary><c>kindred export</c>: a kept model as a file that other programs run.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> ModelArgument = new("MODEL") { Description = "The model.kindred that a run left, or the run's folder." };

    private static readonly Option<string> OnnxFile = new("--onnx")
    {
        Description = "The file that the model is written to as one ONNX graph, from pixels to clusters.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("export", "Writes a model as a file that ONNX Runtime and other programs run, in any language.") { ModelArgument, OnnxFile };
        command.SetAction((parsed, _) => Task.FromResult(Export(parsed)));
        return command;
    }

    private static int Export(ParseResult parsed)
    {
        var source = parsed.GetValue(ModelArgument)!;
        var model = KindredModel.Load(Directory.Exists(source) ? Path.Combine(source, KindredModel.FileName) : source);
        var path = Path.GetFullPath(parsed.GetValue(OnnxFile)!);
        var exported = ExportedModel.Of(model);
        Unfinished.Prepare(Path.GetDirectoryName(path)!);
        exported.Save(path);
        var bytes = new FileInfo(path).Length;
        Console.WriteLine($"{path}: {bytes / 1e6:0.0} MB of ONNX, operators of version {ExportedModel.Opset}.");
        Console.WriteLine($"It takes {exported.Input} (batch x {string.Join(" x ", exported.InputShape)}) and gives {string.Join(", ", exported.Outputs)}.");
        if (model.Input.Encoder is { } encoder)
            Console.WriteLine($"Its rows are what {encoder.Name} makes of pictures, which is not in it. {encoder.Source}".TrimEnd());
        if (exported.KeptRows > 0)
            Console.WriteLine($"It holds {Amount.Of(exported.KeptRows, "row")} that the model was made from, and compares every item with each.");
        Answer.Give("export", () => new { Onnx = path, Bytes = bytes, ExportedModel.Opset, exported.Input, exported.InputShape, exported.Outputs, exported.KeptRows });
        return 0;
    }
}
