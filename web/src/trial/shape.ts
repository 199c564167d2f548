// Brings a picture to a model's shape by the rules that Kindred brings it by: src/Kindred/Datasets/Images/ImageResampling.cs, ImageFit.cs, Edges.cs and ColourConversion.cs.
import type { ModelInputData } from "../data/format";

/** Bytes of a picture, channels side by side. */
export interface Picture {
  height: number;
  width: number;
  channels: 1 | 3;
  bytes: Uint8Array;
}

/** Samples side by side: red, green, blue and opacity. */
export interface Pixels {
  height: number;
  width: number;
  rgba: ArrayLike<number>;
}

const mostHalvings = 3;

/** A JPEG file as Kindred decodes it: at a half, a quarter or an eighth where that is enough, by means of blocks. */
export function decodedSmall(pixels: Pixels, input: ModelInputData): Pixels {
  const part = fitting(pixels, input.height, input.width, input.fit);
  const least = { height: Math.ceil((part.targetHeight * pixels.height) / part.height), width: Math.ceil((part.targetWidth * pixels.width) / part.width) };
  let factor = 1;
  for (let halvings = 1; halvings <= mostHalvings; halvings++) {
    const smaller = 2 ** halvings;
    if (Math.ceil(pixels.height / smaller) < least.height || Math.ceil(pixels.width / smaller) < least.width) break;
    factor = smaller;
  }
  return factor === 1 ? pixels : means(pixels, factor);
}

/** The means of blocks of so many pixels a side; those at the edges may hold fewer. */
function means({ height, width, rgba }: Pixels, factor: number): Pixels {
  const [lower, narrower] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const sums = new Float64Array(lower * narrower * 4);
  for (let y = 0; y < height; y++) {
    const row = Math.trunc(y / factor) * narrower;
    for (let x = 0; x < width; x++) {
      const to = 4 * (row + Math.trunc(x / factor));
      for (let channel = 0; channel < 4; channel++) sums[to + channel]! += rgba[4 * (y * width + x) + channel]!;
    }
  }
  const count = (at: number) => Math.min(factor, height - Math.trunc(at / narrower) * factor) * Math.min(factor, width - (at % narrower) * factor);
  return { height: lower, width: narrower, rgba: Uint8Array.from(sums, (sum, i) => Math.round(sum / count(i >> 2))) };
}

/** Red, green, blue and opacity over white, as one or three channels. */
export function flatten({ rgba, height, width }: Pixels, channels: 1 | 3): Picture {
  const bytes = new Uint8Array(height * width * channels);
  for (let i = 0; i < height * width; i++) {
    const alpha = rgba[4 * i + 3]!;
    const over = (light: number) => Math.trunc((light * alpha + 255 * (255 - alpha) + 127) / 255);
    const [red, green, blue] = [rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!];
    if (channels === 1) bytes[i] = over((13_933 * red + 46_871 * green + 4_732 * blue + (1 << 15)) >> 16); // Rec. 709 in parts of 2¹⁶
    else bytes.set([over(red), over(green), over(blue)], 3 * i);
  }
  return { height, width, channels, bytes };
}

/** The picture in the model's size: shrunk by area averaging, enlarged by bilinear interpolation, each side for itself. */
export function bring(picture: Picture, { height, width, fit }: ModelInputData): Uint8Array {
  const { channels } = picture;
  if (picture.height === height && picture.width === width) return picture.bytes;
  const part = fitting(picture, height, width, fit);
  const rows = axis(picture.height, part.top, part.height, part.targetHeight);
  const columns = axis(picture.width, part.left, part.width, part.targetWidth);
  const resized = new Uint8Array(height * width * channels);
  const line = new Float32Array(picture.width * channels);
  for (let y = 0; y < height; y++) {
    const row = rows[Math.min(Math.max(y - part.offsetRows, 0), rows.length - 1)]!; // beyond the edge the edge goes on
    line.fill(0);
    row.weights.forEach((weight, k) => {
      const start = (row.first + k) * line.length;
      for (let i = 0; i < line.length; i++) line[i]! += weight * picture.bytes[start + i]!;
    });
    for (let x = 0; x < width; x++) {
      const column = columns[Math.min(Math.max(x - part.offsetColumns, 0), columns.length - 1)]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        column.weights.forEach((weight, k) => (sum += weight * line[(column.first + k) * channels + channel]!));
        resized[(y * width + x) * channels + channel] = Math.min(255, Math.max(0, Math.fround(sum) + 0.5));
      }
    }
  }
  return resized;
}

interface Fitting {
  top: number;
  left: number;
  height: number; // of the part that is taken
  width: number;
  targetHeight: number; // to what it comes
  targetWidth: number;
  offsetRows: number;
  offsetColumns: number;
}

function fitting(source: { height: number; width: number }, height: number, width: number, fit: ModelInputData["fit"]): Fitting {
  const sides = [height / source.height, width / source.width] as const;
  const whole = { top: 0, left: 0, height: source.height, width: source.width, targetHeight: height, targetWidth: width, offsetRows: 0, offsetColumns: 0 };
  if (fit === "stretch") return whole;
  const scale = fit === "crop" ? Math.max(...sides) : Math.min(...sides);
  if (fit === "crop") {
    const [tall, wide] = [Math.min(source.height, height / scale), Math.min(source.width, width / scale)];
    return { ...whole, top: (source.height - tall) / 2, left: (source.width - wide) / 2, height: tall, width: wide };
  }
  const inner = (side: number, most: number) => Math.min(Math.max(roundToEven(side), 1), most);
  const [tall, wide] = [inner(source.height * scale, height), inner(source.width * scale, width)];
  return { ...whole, targetHeight: tall, targetWidth: wide, offsetRows: Math.trunc((height - tall) / 2), offsetColumns: Math.trunc((width - wide) / 2) };
}

const roundToEven = (value: number) => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** Which pixels along one side, from the first on, make up each new one, and by how much. */
function axis(from: number, start: number, length: number, to: number): { first: number; weights: Float32Array }[] {
  const scale = length / to;
  return Array.from({ length: to }, (_, target) => {
    const centre = start + (target + 0.5) * scale - 0.5;
    const first = length > to ? Math.trunc(start + target * scale) : Math.max(0, Math.floor(centre));
    const last = length > to
      ? Math.min(from, Math.ceil(start + (target + 1) * scale - 1e-9)) - 1
      : Math.min(from - 1, Math.floor(centre) + 1);
    const weights = Float32Array.from({ length: last - first + 1 }, (_, k) => length > to
      ? (Math.min(first + k + 1, start + (target + 1) * scale) - Math.max(first + k, start + target * scale)) / scale
      : Math.max(0, 1 - Math.abs(first + k - Math.min(Math.max(centre, 0), from - 1))));
    return { first, weights };
  });
}
