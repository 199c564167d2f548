import { readColumn, readLines, type Values } from "./blocks";
import type { DetailsData, ImagesData, Part, PointsData, ReportData, RunData, SheetsData, TableData, TreeData } from "./format";
import type { Group } from "./curation";

/** Pictures of a sample of the points. */
export interface Images extends Omit<ImagesData, "points" | "pixels" | "thumbnails" | "sheets"> {
  count: number;
  pixels: Uint8Array;
  pointOf: Uint32Array;
  imageOf: Int32Array; // per point, −1 where it has no picture
  thumbnails: Thumbnails | null;
  sheets: Sheets | null;
}

/** Pictures of all points, in files beside the page. */
export interface Sheets extends Omit<SheetsData, "places"> {
  placeOf: Values; // per point
}

/** Pictures as files. */
export interface Thumbnails {
  side: number;
  address: string | null;
  urlOf(image: number): string;
}

/** The columns of a table, and its points where they are kept. */
export interface Table extends Omit<TableData, "values"> {
  values: Float32Array | null;
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
  table: Table | null;
}

/** What clusters are made of: the leaves of the tree, then for each cluster what is in none of its leaves; without a tree these alone. */
export interface Units {
  leaves: number;
  clusterOf: number[];
  sizes: number[]; // over all rows
  of: Int32Array; // per point, −1 where in none
  tree: Omit<TreeData, "leaves"> | null;
}

/** One run, read from its blocks, with its clusters as the reader changed them. */
export interface Details {
  groups: Group[]; // in the order of their numbers
  noCluster: number; // rows in none
  clusters: Int32Array; // −1 where in none
  tags: ReadonlyMap<number, ReadonlySet<string>>; // of points, as the reader gave them
  units: Units;
  probabilities: Float32Array | null;
  distances: Float32Array | null;
  neighbours: { count: number; images: Values } | null;
  means: Uint8Array | null; // of the units
  profiles: Float32Array | null; // of the units
  reconstructions: { count: number; originals: Uint8Array; restored: Uint8Array } | null;
  views: { each: number; pixels: Uint8Array } | null; // pictures, each followed by views of it
  outliers: Values | null; // points, the most unusual first
  duplicates: { first: Values; second: Values; differences: Values } | null; // points, the most alike first
  layers: string | null;
}

/** Where the points lie on a map, on [0, 65535]². */
export interface Positions {
  label: string;
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
  maps: Positions[];
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
  const [points, details, maps] = await Promise.all([
    pointsOf(report.data[source.data]!),
    readDetails(source),
    Promise.all(source.maps.map(readPositions)),
  ]);
  return { run, points, details, maps };
}

function pointsOf(source: PointsData): Promise<Points> {
  const found = readPoints.get(source) ?? readPointsOnce(source);
  readPoints.set(source, found);
  return found;
}

async function readPointsOnce(source: PointsData): Promise<Points> {
  const [rows, classes, names, images, values] = await Promise.all([
    readColumn(source.rows) as Promise<Uint32Array>,
    source.classes ? readColumn(source.classes) : null,
    source.names ? readLines(source.names) : null,
    source.images ? readImages(source.images, source.rows.length) : null,
    source.table?.values ? readColumn(source.table.values) : null,
  ]);
  let start = 0;
  const parts = source.parts.map(({ name, points }) => ({ name, start, end: (start += points) }));
  return {
    count: source.rows.length, total: source.total, parts, rows, names, images,
    classNames: source.classNames,
    classes: classes && withNone(classes),
    table: source.table && { ...source.table, values: values as Float32Array | null },
  };
}

async function readImages(source: ImagesData, pointCount: number): Promise<Images> {
  const [pixels, pointOf, thumbnails, placeOf] = await Promise.all([
    readColumn(source.pixels) as Promise<Uint8Array>,
    readColumn(source.points) as Promise<Uint32Array>,
    source.thumbnails ? readThumbnails(source.thumbnails) : null,
    source.sheets ? readColumn(source.sheets.places) : null,
  ]);
  const imageOf = new Int32Array(pointCount).fill(-1);
  pointOf.forEach((point, image) => (imageOf[point] = image));
  return { ...source, count: pointOf.length, pixels, pointOf, imageOf, thumbnails, sheets: source.sheets && { ...source.sheets, placeOf: placeOf! } };
}

async function readThumbnails({ side, address, ends, bytes }: NonNullable<ImagesData["thumbnails"]>): Promise<Thumbnails> {
  const [end, all] = await Promise.all([readColumn(ends), readColumn(bytes) as Promise<Uint8Array<ArrayBuffer>>]);
  const urls = new Map<number, string>();
  return {
    side, address,
    urlOf(image) {
      const known = urls.get(image);
      if (known) return known;
      const url = URL.createObjectURL(new Blob([all.subarray(image > 0 ? end[image - 1]! : 0, end[image]!)], { type: "image/webp" }));
      urls.set(image, url);
      return url;
    },
  };
}

async function readDetails(source: DetailsData): Promise<Details> {
  const { neighbours, reconstructions, findings, tree } = source;
  const [clusters, probabilities, distances, nearest, means, profiles, originals, restored, outliers, first, second, differences, leaves, views] = await Promise.all([
    readColumn(source.clusters),
    source.probabilities ? readColumn(source.probabilities) : null,
    source.distances ? readColumn(source.distances) : null,
    neighbours ? readColumn(neighbours.images) : null,
    source.means ? readColumn(source.means) : null,
    source.profiles ? readColumn(source.profiles) : null,
    reconstructions ? readColumn(reconstructions.originals) : null,
    reconstructions ? readColumn(reconstructions.restored) : null,
    findings ? readColumn(findings.outliers) : null,
    findings ? readColumn(findings.first) : null,
    findings ? readColumn(findings.second) : null,
    findings ? readColumn(findings.differences) : null,
    tree ? readColumn(tree.leaves) : null,
    source.views ? readColumn(source.views.pixels) : null,
  ]);
  const own = withNone(clusters!);
  return {
    groups: source.sizes.map((size, id) => ({ id, size, units: [], isOwn: true, hasMoved: false })),
    noCluster: source.noCluster,
    clusters: own,
    tags: new Map(),
    units: unitsOf(source, own, leaves && withNone(leaves)),
    probabilities: probabilities && Float32Array.from(probabilities, (value) => value / 65535),
    distances: distances as Float32Array | null,
    neighbours: neighbours && { count: neighbours.count, images: nearest! },
    means: means as Uint8Array | null,
    profiles: profiles as Float32Array | null,
    reconstructions: reconstructions && {
      count: reconstructions.count, originals: originals as Uint8Array, restored: restored as Uint8Array,
    },
    views: source.views && { each: source.views.each, pixels: views as Uint8Array },
    outliers,
    duplicates: findings && { first: first!, second: second!, differences: differences! },
    layers: source.layers,
  };
}

function unitsOf({ tree, sizes }: DetailsData, clusters: Int32Array, leaves: Int32Array | null): Units {
  if (!tree || !leaves) return { leaves: 0, clusterOf: [...sizes.keys()], sizes, of: clusters, tree: null };
  const count = tree.clusterOfLeaf.length;
  const rest = [...sizes];
  tree.clusterOfLeaf.forEach((cluster, leaf) => (rest[cluster]! -= tree.sizes[leaf]!));
  return {
    leaves: count,
    clusterOf: [...tree.clusterOfLeaf, ...sizes.keys()],
    sizes: [...tree.sizes, ...rest],
    of: clusters.map((cluster, point) => (leaves[point]! >= 0 ? leaves[point]! : cluster < 0 ? none : count + cluster)),
    tree,
  };
}

async function readPositions(map: DetailsData["maps"][number]): Promise<Positions> {
  const [x, y] = await Promise.all([readColumn(map.x), readColumn(map.y)]);
  return { label: map.label, x: x as Uint16Array, y: y as Uint16Array, name: map.name, note: map.note };
}

/** The largest number of the type is −1. */
function withNone(numbers: Values): Int32Array {
  const last = 256 ** numbers.BYTES_PER_ELEMENT - 1;
  return Int32Array.from(numbers, (value) => (value === last ? -1 : value));
}

/** The clusters by number, and last −1 where rows are in none. */
export const clustersOf = ({ groups, noCluster }: Details): number[] => [...groups.map(({ id }) => id), ...(noCluster > 0 ? [none] : [])];

export const sizeOf = ({ groups, noCluster }: Details, cluster: number): number =>
  cluster === none ? noCluster : (groups.find(({ id }) => id === cluster)?.size ?? 0);

/** The number of no cluster. */
export const none = -1;

/** What one row of the data is: a table's rows are no images. */
export const itemOf = ({ dataset }: RunData): "image" | "row" => (/^1x\d+$/.test(dataset.shape) ? "row" : "image");

/** The parts a run was scored on, the held-out part first: it is the fairest. */
export const scoredParts = (run: RunData): Part[] => (["test", "validation", "train"] as const).filter((part) => run.scores[part]);

export function partOf(points: Points, point: number): Part {
  return points.parts.find((part) => point < part.end)!.name;
}

/** What a point is called in tables: its file or id, else its place. */
export const itemName = (points: Points, point: number): string => points.names?.[point] || String(points.rows[point]!);
