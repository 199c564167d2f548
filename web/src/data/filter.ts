import type { Shown } from "./run";

/** What pictures are asked for: all that hold. */
export interface Filter {
  words: string; // in what is known of a picture
  group: number | null;
  known: number | null; // class
  tag: string | null;
  kind: "all" | "unusual" | "duplicate";
}

export const noFilter: Filter = { words: "", group: null, known: null, tag: null, kind: "all" };

/** Whether a point is among those asked for. */
export function matcher({ points, details }: Shown, filter: Filter, describe: (point: number) => string): (point: number) => boolean {
  const words = filter.words.trim().toLowerCase();
  const { outliers, duplicates } = details;
  const special = filter.kind === "unusual" ? new Set(outliers ?? []) : filter.kind === "duplicate" ? new Set([...(duplicates?.first ?? []), ...(duplicates?.second ?? [])]) : null;
  return (point) =>
    (filter.group === null || details.clusters[point] === filter.group) &&
    (filter.known === null || points.classes?.[point] === filter.known) &&
    (filter.tag === null || !!details.tags.get(point)?.has(filter.tag)) &&
    (special === null || special.has(point)) &&
    (words === "" || describe(point).toLowerCase().includes(words));
}

/** Pictures by likeness to one: its nearest, then theirs, and so on; those never met stay last in their order. */
export function byLikeness({ details: { neighbours }, points: { images } }: Shown, image: number): number[] {
  const order = [image];
  const met = new Uint8Array(images!.count);
  met[image] = 1;
  for (let at = 0; neighbours && at < order.length; at++) {
    const from = order[at]! * neighbours.count;
    for (const next of neighbours.images.subarray(from, from + neighbours.count)) {
      if (!met[next]) order.push(next);
      met[next] = 1;
    }
  }
  for (let other = 0; other < met.length; other++) if (!met[other]) order.push(other);
  return order;
}
