import { readColumn } from "../data/blocks";
import type { Column, ModelData } from "../data/format";

/** What a model says of a picture. */
export interface Told {
  cluster: number; // −1 where it belongs to none
  probability: number | null;
  distance: number;
  code: Float32Array;
}

/** Runs one picture: its values, and their shape with the batch before. */
export type Session = (pixels: Float32Array, shape: number[]) => Promise<Told>;

/** Makes a session of the program of the runtime and a graph. */
export type Runtime = (program: ArrayBuffer, graph: Uint8Array) => Promise<Session>;

export interface Model {
  run: Session;
  codes: Codes;
}

/** Codes of the first pictures of the page, on a scale of 65,535 steps. */
export interface Codes {
  count: number;
  columns: number;
  low: number;
  step: number;
  values: Uint16Array;
}

const opened = new Map<ModelData, Promise<Model>>();

/** Opens the model in this page, once. */
export function openModel(program: Column, data: ModelData): Promise<Model> {
  const found = opened.get(data) ?? open(program, data);
  opened.set(data, found);
  return found;
}

async function open(program: Column, data: ModelData): Promise<Model> {
  const runtime = (globalThis as { kindredRuntime?: Runtime }).kindredRuntime;
  if (!runtime) throw new Error("This report holds a model but nothing that runs it; write it again.");
  const [bytes, graph, values] = await Promise.all([readColumn(program), readColumn(data.graph), readColumn(data.codes.values)]);
  const run = await runtime(bytes.buffer as ArrayBuffer, graph as Uint8Array);
  return { run, codes: { ...data.codes, values: values as Uint16Array } };
}

/** The pictures whose codes are nearest to another, nearest first. */
export function nearest(codes: Codes, code: Float32Array, most: number): number[] {
  const { count, columns, low, step, values } = codes;
  const squares = new Float64Array(count);
  for (let image = 0; image < count; image++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (low + step * values[image * columns + j]! - code[j]!) ** 2;
    squares[image] = sum;
  }
  return Array.from(squares.keys()).sort((a, b) => squares[a]! - squares[b]!).slice(0, most);
}
