// What runs a model's graph in pages that hold one: ONNX Runtime, from the bytes that lie in the page. A script of its own, so that other pages do not carry it.
import * as ort from "onnxruntime-web/wasm";
import type { Runtime } from "./model";

const runtime: Runtime = async (program, graph) => {
  ort.env.wasm.wasmBinary = program;
  ort.env.wasm.numThreads = 1; // several would need scripts from a server
  ort.env.logLevel = "fatal";
  const session = await ort.InferenceSession.create(graph, { executionProviders: ["wasm"] });
  return async (pixels, shape) => {
    const told = await session.run({ pixels: new ort.Tensor("float32", pixels, shape) });
    const first = (name: string) => (told[name] ? Number(told[name].data[0]) : null);
    return { cluster: first("cluster")!, probability: first("probability"), distance: first("distance")!, code: told["code"]!.data as Float32Array };
  };
};

(globalThis as { kindredRuntime?: Runtime }).kindredRuntime = runtime;
