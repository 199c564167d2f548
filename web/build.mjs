// Bundles the page into one script and one style sheet, and what runs models in pages into another, next to the code that embeds them.
import { build } from "esbuild";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync, inflateSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = process.argv[2] ?? join(here, "..");
const page = join(root, "src/Kindred/Reporting/assets");
const runtime = join(root, "src/Kindred.Onnx/Export/assets");

const options = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  target: ["es2022", "chrome103", "firefox113", "safari16.4"], // the first with DecompressionStream
  charset: "ascii", // the page may be served in any encoding
  legalComments: "none", // all licences follow below, whole
  logLevel: "warning",
};

await bundle("report.js", { ...options, entryPoints: { report: "src/main.tsx" }, outdir: page });
await bundle("runtime.js", { ...options, entryPoints: { runtime: "src/trial/runtime.ts" }, outdir: runtime, define: { "import.meta.url": "location.href" } });
await writeProgram(join(here, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"), join(runtime, "runtime.wasm.zlib"));

/** Bundles, and puts the licences of what is in it at the head: every copy of the page carries them. */
async function bundle(name, settings) {
  await mkdir(settings.outdir, { recursive: true });
  const { metafile } = await build(settings);
  const used = Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
  const licences = await Promise.all([...new Set(used)].sort().map(async (library) => `${library}\n\n${(await licenceOf(library)).trim()}`));
  const script = join(settings.outdir, name);
  const notice = licences.join("\n\n----\n\n").replaceAll("*/", "* /").replaceAll("<", "(").replaceAll(">", ")");
  const code = (await readFile(script, "utf8")).replaceAll("</script", "<\\/script");
  await writeFile(script, `/*! This page contains these libraries:\n\n${notice}\n*/\n${code}`);
}

/** From the library itself, else from the licences kept here. */
async function licenceOf(library) {
  const folder = join(here, "node_modules", library);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return readFile(file ? join(folder, file) : join(here, "licences", `${library}.txt`), "utf8");
}

/** Its length in four bytes, then the program as zlib; left alone where it is the same, since not every zlib packs to the same bytes. */
async function writeProgram(source, target) {
  const program = await readFile(source);
  const before = await readFile(target).catch(() => null);
  if (before && inflateSync(before.subarray(4)).equals(program)) return;
  const length = Buffer.alloc(4);
  length.writeInt32LE(program.length);
  await writeFile(target, Buffer.concat([length, deflateSync(program, { level: 9 })]));
}
