using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Kindred.Cli.Tests;
using Kindred.Models;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Kindred.Adapters.Tests;

/// <summary>What stands under samples runs, and says what it promises.</summary>
public sealed class SamplesTests
{
    [Fact]
    public void The_console_sample_learns_keeps_loads_and_assigns()
    {
        using var process = Start("Kindred.Samples.Console.dll");
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)));
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("First group", output, StringComparison.Ordinal);
        Assert.Matches("\\d+ of \\d+ are unlike anything", output);
    }

    [Fact]
    public async Task The_api_sample_answers_beside_an_endpoint_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, KindredModel.FileName);
        Learned.Pixels.Save(path);
        using var process = Start("Kindred.Samples.Api.dll", "--Model", path, "--urls", "http://127.0.0.1:0");
        try
        {
            string? line;
            do
                line = await process.StandardOutput.ReadLineAsync();
            while (line?.Contains("Now listening on: ", StringComparison.Ordinal) is false);
            using var client = new HttpClient { BaseAddress = new Uri(line!.Split("Now listening on: ")[1].Trim()) };
            float[][] rows = [.. Enumerable.Range(0, 12).Select(i => Learned.Data.Test!.Pixels.Row(i).ToArray())];
            var expected = Learned.Pixels.Assign(Learned.Data.Test!.Slice(0, 12));

            var items = await Json(await client.PostAsJsonAsync(new Uri("groups/assign", UriKind.Relative), new { rows }));
            Assert.Equal(expected.Clusters.ToArray(), items["items"]!.AsArray().Select(item => item!["cluster"]!.GetValue<int>()));

            var sizes = await Json(await client.PostAsJsonAsync(new Uri("sizes", UriKind.Relative), new { rows }));
            Assert.Equal(expected.Sizes, sizes.AsArray().Select(size => size!["size"]!.GetValue<int>()));

            using var wrong = new StringContent("{\"rows\":[[1]]}", System.Text.Encoding.UTF8, "application/json");
            var refused = await client.PostAsync(new Uri("groups/assign", UriKind.Relative), wrong);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task The_notebooks_cells_run_one_after_another()
    {
        var cells = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "samples", "groups.ipynb")))!["cells"]!.AsArray()
            .Where(cell => cell!["cell_type"]!.GetValue<string>() == "code").Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => line!.GetValue<string>()))).ToArray();
        Assert.True(cells.Length >= 4);
        Assert.StartsWith("#r \"nuget: Kindred\"", cells[0], StringComparison.Ordinal);  // here the libraries of this build stand for the package
        var options = ScriptOptions.Default.AddReferences(typeof(KindredModel).Assembly, typeof(Numerics.Matrix).Assembly, typeof(Networks.Graph).Assembly).AddImports("System", "System.Collections.Generic", "System.Linq");
        ScriptState<object>? state = null;
        var shown = new List<string>();
        foreach (var cell in cells.Skip(1))
        {
            state = state is null ? await CSharpScript.RunAsync(cell, options) : await state.ContinueWithAsync(cell);
            shown.Add($"{state.ReturnValue}");
        }

        Assert.Matches("^1500 pictures of 28x28", shown[0]);
        Assert.Matches("^accuracy 0\\.[4-9]", shown[1]);
        Assert.Equal(10, shown[2].Split('\n').Length);
        Assert.Equal(5, shown[3].Split('\n').Length);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static Process Start(string sample, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, sample), .. arguments]) { RedirectStandardOutput = true })!;

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
