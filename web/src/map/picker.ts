import KDBush from "kdbush";
import type { Positions } from "../data/run";
import type { Spot } from "./camera";

/** Finds points by place. */
export class Picker {
  private readonly index: KDBush;

  constructor(private readonly positions: Positions, private readonly imageOf: Int32Array | null) {
    this.index = new KDBush(positions.x.length, 64, Uint16Array);
    for (let point = 0; point < positions.x.length; point++) this.index.add(positions.x[point]!, positions.y[point]!);
    this.index.finish();
  }

  /** The nearest point within the radius that passes, those with a picture first; −1 when there is none. */
  nearest(spot: Spot, radius: number, passes: (point: number) => boolean): number {
    let best = -1;
    let bestDistance = Infinity;
    for (const point of this.index.within(spot.x, spot.y, radius)) {
      if (!passes(point)) continue;
      const away = (this.positions.x[point]! - spot.x) ** 2 + (this.positions.y[point]! - spot.y) ** 2;
      const distance = this.imageOf && this.imageOf[point]! < 0 ? away + 4 * radius * radius : away;
      if (distance < bestDistance) [best, bestDistance] = [point, distance];
    }
    return best;
  }

  /** The points inside a closed line, in order. */
  inside(outline: Spot[], passes: (point: number) => boolean): Uint32Array {
    const xs = outline.map((spot) => spot.x);
    const ys = outline.map((spot) => spot.y);
    const found = this.index.range(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    const { x, y } = this.positions;
    return Uint32Array.from(found.filter((point) => passes(point) && isInside(outline, x[point]!, y[point]!))).sort();
  }
}

/** Whether a ray to the right crosses the outline an odd number of times. */
function isInside(outline: Spot[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[i]!;
    const b = outline[j]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
