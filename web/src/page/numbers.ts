const whole = new Intl.NumberFormat("en");

export const count = (value: number): string => whole.format(value);

export const percent = (share: number, digits = 1): string =>
  Number.isFinite(share) ? `${(share * 100).toFixed(digits)}%` : "–";

/** Two digits, never rounded to certainty. */
export const probability = (value: number): string => (value > 0.99 ? "over 0.99" : value < 0.01 ? "under 0.01" : value.toFixed(2));

/** A shape of the data as people write sizes. */
export function sizeInWords(shape: string): string {
  const [height, width, channels] = shape.split("x");
  return height === "1" && !channels ? counted(Number(width), "column") : `${width} × ${height} pixels`;
}

/** Four significant digits, without an exponent where it reads well. */
export function decimal(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(3) : whole4.format(value);
}

const whole4 = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const all = Math.round(seconds);
  const minutes = Math.floor(all / 60);
  return minutes < 60
    ? `${minutes} min ${all % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One image, two images. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
