import type { Column } from "./format";

export type Values = Uint8Array | Uint16Array | Uint32Array | Float32Array;

const bytesPer = { u8: 1, u16: 2, u32: 4, f32: 4 } as const;

/** The values of a column: base64, then zlib, then byte planes (all first bytes, all second bytes, …). */
export async function readColumn(column: Column): Promise<Values> {
  if (column.type === "text") throw new Error("A column of text holds no numbers.");
  const size = bytesPer[column.type];
  const bytes = await readBytes(column, column.length * size);
  if (column.type === "u8") return bytes;
  const joined = joinPlanes(bytes, size);
  if (column.type === "u16") return new Uint16Array(joined);
  return column.type === "u32" ? new Uint32Array(joined) : new Float32Array(joined);
}

/** The lines of a column of text. */
export async function readLines(column: Column): Promise<string[]> {
  const lines = new TextDecoder().decode(await readBytes(column, null)).split("\n");
  if (lines.length !== column.length) throw damaged(column);
  return lines;
}

async function readBytes(column: Column, expected: number | null): Promise<Uint8Array<ArrayBuffer>> {
  if (column.length === 0) return new Uint8Array(0);
  const element = document.getElementById(`block-${column.block}`);
  if (!element) throw damaged(column);
  const stream = new Blob([decode64(element.textContent ?? "")]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (expected !== null && bytes.length !== expected) throw damaged(column);
  return bytes;
}

function decode64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

function joinPlanes(planes: Uint8Array, size: number): ArrayBuffer {
  const count = planes.length / size;
  const joined = new Uint8Array(planes.length);
  for (let plane = 0; plane < size; plane++) {
    const start = plane * count;
    for (let i = 0; i < count; i++) joined[i * size + plane] = planes[start + i]!;
  }
  return joined.buffer;
}

function damaged(column: Column): Error {
  return new Error(`Block ${column.block} of this report is missing or damaged; write the report again.`);
}
