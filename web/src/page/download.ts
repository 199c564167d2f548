import { type Shown, itemName, partOf } from "../data/run";
import type { ClusterNames } from "./names";

/** Offers text as a file. */
export function download(name: string, type: string, parts: string[]): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const fileStem = ({ run }: Shown): string =>
  `${run.dataset.name}-${run.recipe}-seed${run.seed}`.replace(/[^\w.-]+/g, "_");

/** A table with one line per point. */
export function assignmentsCsv(shown: Shown, names: ClusterNames, selected?: Uint32Array): string[] {
  const columns = pointColumns(shown, names);
  const lines = [`${columns.map((column) => column.name).join(",")}\n`];
  const write = (point: number) => lines.push(`${columns.map((column) => cell(column.of(point))).join(",")}\n`);
  if (selected) selected.forEach(write);
  else for (let point = 0; point < shown.points.count; point++) write(point);
  return lines;
}

export function assignmentsJson(shown: Shown, names: ClusterNames): string[] {
  const { points, run } = shown;
  const columns = pointColumns(shown, names);
  const head = {
    run: run.id, dataset: run.dataset.name, recipe: run.recipe, seed: run.seed,
    rows: points.count, rowsOfDataset: points.total, clusters: clusterList(shown, names),
  };
  const parts = [`${JSON.stringify(head, null, 1).slice(0, -2)},\n "assignments": [\n`];
  for (let point = 0; point < points.count; point++) {
    const entry = Object.fromEntries(columns.map((column) => [column.name, column.of(point)]));
    parts.push(`  ${JSON.stringify(entry)}${point + 1 < points.count ? "," : ""}\n`);
  }
  parts.push(" ]\n}\n");
  return parts;
}

export function namesCsv(shown: Shown, names: ClusterNames): string[] {
  return ["cluster,name,size\n", ...clusterList(shown, names).map(({ cluster, name, size }) => `${cluster},${cell(name)},${size}\n`)];
}

export function namesJson(shown: Shown, names: ClusterNames): string[] {
  const { run } = shown;
  const content = { run: run.id, dataset: run.dataset.name, recipe: run.recipe, seed: run.seed, clusters: clusterList(shown, names) };
  return [`${JSON.stringify(content, null, 2)}\n`];
}

const clusterList = ({ details }: Shown, names: ClusterNames) =>
  details.groups.map(({ id, size }) => ({ cluster: id, name: names.of(id), size }));

interface PointColumn {
  name: string;
  of(point: number): string | number | null;
}

/** The columns of assignments.csv; what the page does not know, such as what is unusual, stays empty. */
function pointColumns({ points, details }: Shown, names: ClusterNames): PointColumn[] {
  const { probabilities, distances } = details;
  const { classes, classNames } = points;
  return [
    { name: "item", of: (point) => itemName(points, point) },
    { name: "part", of: (point) => partOf(points, point) },
    { name: "cluster", of: (point) => details.clusters[point]! },
    { name: "name", of: (point) => names.of(details.clusters[point]!) },
    { name: "probability", of: (point) => (probabilities ? Number(probabilities[point]!.toFixed(4)) : null) },
    { name: "distance", of: (point) => (distances ? Number(distances[point]!.toPrecision(7)) : null) },
    { name: "unusual", of: () => null },
    { name: "class", of: (point) => (classes && classes[point]! >= 0 ? (classNames[classes[point]!] ?? String(classes[point]!)) : null) },
  ];
}

function cell(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const guarded = isFormula(value) ? `'${value}` : value;
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** What a spreadsheet would run, with apostrophes before it or not; plain numbers are none. As CsvText.cs, which takes the apostrophe off again. */
function isFormula(text: string): boolean {
  const bare = text.replace(/^'+/, "");
  return /^[=+\-@\t\r]/.test(bare) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare);
}
