// Bundles the page into one script and one style sheet, next to the code that embeds them.
import { build } from "esbuild";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../src/Kindred/Reporting/assets");

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { report: "src/main.tsx" },
  outdir: target,
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  target: ["es2022", "chrome103", "firefox113", "safari16.4"], // the first with DecompressionStream
  charset: "ascii", // the page may be served in any encoding
  legalComments: "none", // all licences follow below, whole
  logLevel: "warning",
});

// every copy of the page carries the licences of the libraries in it
const used = Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
const licences = await Promise.all([...new Set(used)].sort().map(async (name) => {
  const folder = join(here, "node_modules", name);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file.`);
  return `${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}`;
}));
const script = join(target, "report.js");
const notice = licences.join("\n\n----\n\n").replaceAll("*/", "* /").replaceAll("<", "(").replaceAll(">", ")");
await writeFile(script, `/*! This page contains these libraries:\n\n${notice}\n*/\n${await readFile(script, "utf8")}`);
