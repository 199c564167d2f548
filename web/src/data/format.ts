// What the page is given: the JSON of <script id="report-data">. Numbers per point lie in blocks beside it.
// The writer is src/Kindred/Reporting/ReportJson.cs; the two files change together.

export interface ReportData {
  title: string;
  version: string;
  runs: RunData[];
  data: PointsData[];
  published: PublishedFigure[];
  recommended: { run: string; reason: string } | null; // the run that is shown first, where there are several, by the rule of docs/decisions/0037
  program: Column | null; // what runs models, where runs have them: WebAssembly
}

export type Part = "train" | "validation" | "test";
export type Parts<T> = Partial<Record<Part, T | null>>;
export type Scores = Record<string, number>;

export interface RunData {
  id: string;
  recipe: string;
  seed: string;
  threads: number;
  version: string;
  processor: string;
  settings: string;
  dataset: DatasetSummary;
  stages: { name: string; seconds: number }[];
  history: Epoch[];
  chosenEpoch: number | null;
  outcome: Record<string, number | null>;
  scores: Parts<Scores>;
  confusion: Parts<Confusion>;
  recipeReason: string | null;
  input: InputData | null;
  estimate: Estimate | null;
  findings: FindingsSummary | null;
  trust: Trust | null;
  countRange: CountRange | null;
  noise: Parts<Noise> | null;
  details: DetailsData | null;
}

export interface DatasetSummary {
  name: string;
  sha256: string;
  shape: string; // height x width, x channels where several; a table is one pixel high
  train: number;
  validation: number;
  test: number;
  splitSeed: string | null;
  classNames: string[];
}

/** What was read, and what could not be. */
export interface InputData {
  sizeNote: string | null;
  otherFiles: number;
  skipped: { path: string; reason: string }[];
}

/** How the number of clusters was found. */
export interface Estimate {
  chosen: number;
  lowest: number; // counts that fit nearly as well
  highest: number;
  points: EstimatePoint[];
  rows: number;
  columns: number;
  sentence: string;
}

export interface EstimatePoint {
  count: number;
  bic: number;
  standardError: number; // of the difference to the lowest
  stability: number | null;
}

/** How outliers and near-duplicates were looked for, and how many there are. */
export interface FindingsSummary {
  outliers: number;
  outlierRule: string;
  nearDuplicates: number;
  nearDuplicateRule: string;
}

/** How far the clusters can be trusted, without classes; null where it cannot be told. */
export interface Trust {
  rows: number; // looked at
  silhouette: number | null;
  stability: number | null; // adjusted Rand index
  agreement: number | null; // adjusted Rand index with another method
  agreementWith: string;
  connectedness: number | null; // share of a row's neighbours in its cluster
  clusters: ClusterTrust[];
}

export interface ClusterTrust {
  cluster: number;
  silhouette: number | null;
  stability: number | null; // Jaccard index
  connectedness: number | null;
  needsLook: boolean;
}

/** How many clusters there seem to be, where nobody said. */
export interface CountRange {
  count: number;
  lowest: number;
  highest: number;
  countByLinks: number | null;
  sentence: string;
}

/** Scores of a run that leaves rows out, both ways of the literature. */
export interface Noise {
  allRows: Scores; // those in no cluster as one of their own
  clustered: Scores | null; // those in a cluster only
  covered: number;
}

export interface Epoch {
  epoch: number;
  training: number | null; // missing where it was no number
  validation: number | null;
}

export interface Confusion {
  counts: number[][]; // classes x clusters, as numbered; a column after the last holds rows in none
  clusterOfClass: number[]; // the best one-to-one matching; −1 where clusters run out
  order: number[]; // clusters in the order of the classes they match, unmatched ones last
}

/** A published result to stand beside ours. */
export interface PublishedFigure {
  source: string;
  recipe: string;
  part: Part;
  score: string;
  value: number;
}

/** Numbers or text per point, image or pixel: where the block is and how to read it. */
export interface Column {
  block: number;
  type: "u8" | "u16" | "u32" | "f32" | "text";
  length: number;
}

/** Points and pictures; runs on the same data share them. */
export interface PointsData {
  total: number; // rows of the data set; more than the points when these are a sample
  parts: { name: Part; points: number }[]; // points lie part after part
  classNames: string[];
  rows: Column; // per point: its place in its part as it was read
  classes: Column | null; // per point; the largest number of the type means unknown
  names: Column | null; // per point, e.g. file names, one a line
  images: ImagesData | null;
  table: TableData | null;
}

/** The columns of a table. */
export interface TableData {
  columns: string[];
  means: number[];
  deviations: number[];
  values: Column | null; // points x columns, f32, where there are not too many
}

export interface ImagesData {
  height: number;
  width: number;
  channels: 1 | 3;
  sourceShape: string;
  randomCount: number; // the first so many are a random sample; the rest are the most and the least typical
  points: Column; // per image: its point
  pixels: Column; // images x height x width x channels; empty where there are thumbnails
  thumbnails: ThumbnailsData | null;
  sheets: SheetsData | null; // of all points, where these are more than the pictures above
}

/** Pictures in files beside the page: many squares to a sheet, 0.webp and so on. */
export interface SheetsData {
  folder: string;
  side: number; // pixels of a square; the picture is in the middle of it
  columns: number; // squares in a row of a sheet, and rows in it
  places: Column; // per point: its square, counted through all sheets
}

/** Pictures in their true shape, made from the files of the images. */
export interface ThumbnailsData {
  side: number; // pixels on the longer side
  address: string | null; // of the folder that names are relative to
  ends: Column; // per image: where its file ends in the bytes
  bytes: Column; // WebP files, one after the other
}

/** What one run says of each point. */
export interface DetailsData {
  data: number;
  clusterCount: number;
  sizes: number[]; // per cluster, over all rows
  noCluster: number; // rows in none, over all
  clusters: Column; // per point; the largest number of the type means none
  probabilities: Column | null; // u16, 65535 means 1
  distances: Column | null;
  maps: { label: string; x: Column; y: Column; name: string; note: string }[]; // u16 on one common scale
  tree: TreeData | null;
  neighbours: { count: number; images: Column } | null; // per image: its nearest images
  means: Column | null; // leaves of the tree, without one clusters, x height x width x channels, over all rows
  profiles: Column | null; // the same x columns of a table, f32
  reconstructions: { count: number; originals: Column; restored: Column } | null;
  views: { each: number; pixels: Column } | null; // images, each followed by views of it
  findings: { outliers: Column; first: Column; second: Column; differences: Column } | null; // points
  layers: string | null;
  model: ModelData | null;
}

/** What puts pictures of the reader's into the clusters. */
export interface ModelData {
  graph: Column; // ONNX
  input: ModelInputData;
  unusualDistance: number; // beyond it, a picture is unlike anything the model was made from
  codes: { count: number; columns: number; low: number; step: number; values: Column }; // of the first images, on one scale of u16
}

/** The pictures that a model takes. */
export interface ModelInputData {
  height: number;
  width: number;
  channels: 1 | 3;
  fit: "crop" | "pad" | "stretch"; // how pictures of other proportions come to that
}

/** The parts of the clusters: those of a cluster merge until it is whole, then the clusters. */
export interface TreeData {
  clusterOfLeaf: number[];
  sizes: number[]; // of the leaves, over all rows
  merges: [number, number][]; // a number below that of leaves is a leaf, leaves + i what merge i made
  ratios: number[]; // links between the two over what chance would put there
  styles: number; // leaves that stand apart within their cluster
  leaves: Column; // per point; the largest number of the type means none
}
