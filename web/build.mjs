// Bundles the page into one script and one style sheet, next to the code that embeds them.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../src/Kindred/Reporting/assets");

await build({
  absWorkingDir: here,
  entryPoints: { report: "src/main.tsx" },
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome103", "firefox113", "safari16.4"], // the first with DecompressionStream
  charset: "ascii",         // the page may be served in any encoding
  legalComments: "inline",
  logLevel: "warning",
});
