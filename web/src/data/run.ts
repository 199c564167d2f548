import { readColumn, readLines, type Values } from "./blocks";
import type { DetailsData, ImagesData, Part, PointsData, ReportData, RunData } from "./format";

/** Pictures of a sample of the points. */
export interface Images extends Omit<ImagesData, "points" | "pixels"> {
  count: number;
  pixels: Uint8Array;
  pointOf: Uint32Array;
  imageOf: Int32Array; // per point, −1 where it has no picture
}

/** The points of one data set, read from their blocks. */
export interface Points {
  count: number;
  total: number;
  parts: { name: Part; start: number; end: number }[];
  rows: Uint32Array;
  classNames: string[];
  classes: Int32Array | null; // −1 where unknown
  names: string[] | null;
  images: Images | null;
}

/** One run, read from its blocks. */
export interface Details {
  clusterCount: number;
  sizes: number[];
  noCluster: number; // rows in none
  clusters: Int32Array; // −1 where in none
  probabilities: Float32Array | null;
  distances: Float32Array | null;
  neighbours: { count: number; images: Values } | null;
  means: Uint8Array | null;
  reconstructions: { count: number; originals: Uint8Array; restored: Uint8Array } | null;
  outliers: Values | null; // points, the most unusual first
  duplicates: { first: Values; second: Values; differences: Values } | null; // points, the most alike first
  layers: string | null;
}

/** Where the points lie on the map, on [0, 65535]². */
export interface Positions {
  x: Uint16Array;
  y: Uint16Array;
  name: string;
  note: string;
}

/** A run with everything the page shows of it. */
export interface Shown {
  run: RunData;
  points: Points;
  details: Details;
  positions: Positions | null;
}

export function readReport(): ReportData {
  const element = document.getElementById("report-data");
  if (!element) throw new Error("This report holds no data; write it again.");
  return JSON.parse(element.textContent ?? "") as ReportData;
}

const readPoints = new Map<PointsData, Promise<Points>>();
const readRuns = new Map<RunData, Promise<Shown>>();

/** Reads a run's blocks, once. */
export function show(report: ReportData, run: RunData): Promise<Shown> {
  const found = readRuns.get(run) ?? read(report, run, run.details!);
  readRuns.set(run, found);
  return found;
}

async function read(report: ReportData, run: RunData, source: DetailsData): Promise<Shown> {
  const [points, details, positions] = await Promise.all([
    pointsOf(report.data[source.data]!),
    readDetails(source),
    readPositions(source),
  ]);
  return { run, points, details, positions };
}

function pointsOf(source: PointsData): Promise<Points> {
  const found = readPoints.get(source) ?? readPointsOnce(source);
  readPoints.set(source, found);
  return found;
}

async function readPointsOnce(source: PointsData): Promise<Points> {
  const [rows, classes, names, images] = await Promise.all([
    readColumn(source.rows) as Promise<Uint32Array>,
    source.classes ? readColumn(source.classes) : null,
    source.names ? readLines(source.names) : null,
    source.images ? readImages(source.images, source.rows.length) : null,
  ]);
  let start = 0;
  const parts = source.parts.map(({ name, points }) => ({ name, start, end: (start += points) }));
  return {
    count: source.rows.length, total: source.total, parts, rows, names, images,
    classNames: source.classNames,
    classes: classes && withNone(classes),
  };
}

async function readImages(source: ImagesData, pointCount: number): Promise<Images> {
  const [pixels, pointOf] = await Promise.all([
    readColumn(source.pixels) as Promise<Uint8Array>,
    readColumn(source.points) as Promise<Uint32Array>,
  ]);
  const imageOf = new Int32Array(pointCount).fill(-1);
  pointOf.forEach((point, image) => (imageOf[point] = image));
  return { ...source, count: pointOf.length, pixels, pointOf, imageOf };
}

async function readDetails(source: DetailsData): Promise<Details> {
  const { neighbours, reconstructions, findings } = source;
  const [clusters, probabilities, distances, nearest, means, originals, restored, outliers, first, second, differences] = await Promise.all([
    readColumn(source.clusters),
    source.probabilities ? readColumn(source.probabilities) : null,
    source.distances ? readColumn(source.distances) : null,
    neighbours ? readColumn(neighbours.images) : null,
    source.means ? readColumn(source.means) : null,
    reconstructions ? readColumn(reconstructions.originals) : null,
    reconstructions ? readColumn(reconstructions.restored) : null,
    findings ? readColumn(findings.outliers) : null,
    findings ? readColumn(findings.first) : null,
    findings ? readColumn(findings.second) : null,
    findings ? readColumn(findings.differences) : null,
  ]);
  return {
    clusterCount: source.clusterCount,
    sizes: source.sizes,
    noCluster: source.noCluster,
    clusters: withNone(clusters!),
    probabilities: probabilities && Float32Array.from(probabilities, (value) => value / 65535),
    distances: distances as Float32Array | null,
    neighbours: neighbours && { count: neighbours.count, images: nearest! },
    means: means as Uint8Array | null,
    reconstructions: reconstructions && {
      count: reconstructions.count, originals: originals as Uint8Array, restored: restored as Uint8Array,
    },
    outliers,
    duplicates: findings && { first: first!, second: second!, differences: differences! },
    layers: source.layers,
  };
}

async function readPositions({ positions }: DetailsData): Promise<Positions | null> {
  if (!positions) return null;
  const [x, y] = await Promise.all([readColumn(positions.x), readColumn(positions.y)]);
  return { x: x as Uint16Array, y: y as Uint16Array, name: positions.name, note: positions.note };
}

/** The largest number of the type is −1. */
function withNone(numbers: Values): Int32Array {
  const none = 256 ** numbers.BYTES_PER_ELEMENT - 1;
  return Int32Array.from(numbers, (value) => (value === none ? -1 : value));
}

/** The clusters by number, and last −1 where rows are in none. */
export const clustersOf = ({ sizes, noCluster }: Details): number[] => [...sizes.keys(), ...(noCluster > 0 ? [none] : [])];

export const sizeOf = ({ sizes, noCluster }: Details, cluster: number): number => (cluster === none ? noCluster : sizes[cluster]!);

/** The number of no cluster. */
export const none = -1;

/** What one row of the data is: a table's rows are no images. */
export const itemOf = ({ dataset }: RunData): "image" | "row" => (/^1x\d+$/.test(dataset.shape) ? "row" : "image");

/** The parts a run was scored on, the held-out part first: it is the fairest. */
export const scoredParts = (run: RunData): Part[] => (["test", "validation", "train"] as const).filter((part) => run.scores[part]);

export function partOf(points: Points, point: number): Part {
  return points.parts.find((part) => point < part.end)!.name;
}
