using Kindred.Models;

namespace Kindred.Reporting;

/// <summary>What lets readers of a page put pictures of their own into its clusters, offline: a model for each run, and what runs them.</summary>
/// <param name="Runtime">In the page once.</param>
/// <param name="ModelOf">The model of a run; null for one that has none.</param>
public sealed record ReportTrial(ReportRuntime Runtime, Func<Runs.Run, ReportModel?> ModelOf);

/// <summary>What runs graphs in a page.</summary>
/// <param name="Script">JavaScript that sets <c>kindredRuntime</c>: web/src/trial/runtime.ts.</param>
/// <param name="Program">WebAssembly, packed as zlib.</param>
/// <param name="ProgramLength">Bytes of it, unpacked.</param>
public sealed record ReportRuntime(ReadOnlyMemory<byte> Script, ReadOnlyMemory<byte> Program, int ProgramLength);

/// <summary>A model of pictures in a page.</summary>
/// <param name="Model">What it is; the pictures of the page are encoded by it, so that the nearest to another can be found.</param>
/// <param name="Graph">The same as an ONNX graph that takes <c>pixels</c>.</param>
public sealed record ReportModel(KindredModel Model, ReadOnlyMemory<byte> Graph);
