import type { Part } from "./format";
import { type Details, type Points, type Shown, itemName, none, partOf } from "./run";

// What the reader decided, one thing after another. docs/decisions-file.md describes the same as a file, and Runs/CuratedRun.cs replays it: the three change together.

export type Decision =
  | { do: "rename"; group: number; name: string } // an empty name takes it back
  | { do: "merge"; groups: number[] } // into the first
  | { do: "split"; group: number; parts: number[] } // these leaves of the tree become a new group
  | { do: "move"; items: Item[]; to: number | "new" | "none" }
  | { do: "tag" | "untag"; items: Item[]; tag: string };

export interface Item {
  part: Part;
  item: string; // as in assignments.csv
}

/** A group as it now is. */
export interface Group {
  id: number; // a cluster's number, or the next free one
  size: number; // over all rows
  units: number[];
  isOwn: boolean; // a cluster just as the run found it
  hasMoved: boolean; // single rows came or went
}

export interface Curated {
  details: Details;
  names: ReadonlyMap<number, string>;
}

/** The clusters of a run after all decisions. */
export function replay({ points, details }: Shown, decisions: readonly Decision[]): Curated {
  const { units } = details;
  const unitGroup = Int32Array.from(units.clusterOf);
  const moved = new Map<number, number>(); // point → group
  const names = new Map<number, string>();
  const tags = new Map<number, Set<string>>();
  const touched = new Set<number>();
  let next = details.groups.length;
  for (const decision of decisions) {
    switch (decision.do) {
      case "rename":
        if (decision.name.trim()) names.set(decision.group, decision.name.trim());
        else names.delete(decision.group);
        break;
      case "merge": {
        const [into, ...others] = decision.groups;
        const gone = new Set(others.filter((group) => group !== into));
        unitGroup.forEach((group, unit) => gone.has(group) && (unitGroup[unit] = into!));
        moved.forEach((group, point) => gone.has(group) && moved.set(point, into!));
        gone.forEach((group) => names.delete(group));
        touched.add(into!);
        break;
      }
      case "split": {
        const id = next++;
        for (const unit of decision.parts) if (unitGroup[unit] === decision.group) unitGroup[unit] = id;
        touched.add(decision.group).add(id);
        break;
      }
      case "move": {
        const to = decision.to === "new" ? next++ : decision.to === "none" ? none : decision.to;
        for (const item of decision.items) {
          const point = pointOf(points, item);
          if (point !== undefined) moved.set(point, to);
        }
        break;
      }
      case "tag":
      case "untag":
        for (const item of decision.items) {
          const point = pointOf(points, item);
          if (point !== undefined) retag(tags, point, decision);
        }
    }
  }
  return { names, details: { ...details, tags, ...grouped(details, unitGroup, moved, touched) } };
}

function retag(tags: Map<number, Set<string>>, point: number, { do: what, tag }: { do: "tag" | "untag"; tag: string }): void {
  const own = tags.get(point) ?? new Set();
  if (what === "tag") own.add(tag);
  else own.delete(tag);
  if (own.size > 0) tags.set(point, own);
  else tags.delete(point);
}

function grouped({ units, clusters, noCluster, groups }: Details, unitGroup: Int32Array, moved: Map<number, number>, touched: Set<number>) {
  const of = units.of.map((unit) => (unit < 0 ? none : unitGroup[unit]!));
  const all = new Map<number, Group>();
  const groupOf = (id: number): Group => {
    const known = all.get(id);
    if (known) return known;
    const made = { id, size: 0, units: [], isOwn: id < groups.length && !touched.has(id), hasMoved: false };
    all.set(id, made);
    return made;
  };
  unitGroup.forEach((id, unit) => {
    groupOf(id).units.push(unit);
    groupOf(id).size += units.sizes[unit]!;
  });
  let left = noCluster;
  moved.forEach((to, point) => {
    const from = of[point]!;
    if (from === to) return;
    for (const [id, by] of [[from, -1], [to, 1]] as const) {
      if (id === none) left += by;
      else Object.assign(groupOf(id), { size: groupOf(id).size + by, hasMoved: true, isOwn: false });
    }
    of[point] = to;
  });
  const alive = [...all.values()].filter((group) => group.size > 0 || group.isOwn || group.units.some((unit) => units.sizes[unit]! > 0)).sort((a, b) => a.id - b.id);
  return { clusters: keptIfSame(of, clusters), groups: alive, noCluster: left };
}

/** The same array where nothing changed, so that nothing is drawn anew. */
const keptIfSame = (of: Int32Array, before: Int32Array): Int32Array => (of.every((group, point) => group === before[point]) ? before : of);

const places = new WeakMap<Points, Map<string, number>>();

function pointOf(points: Points, { part, item }: Item): number | undefined {
  let known = places.get(points);
  if (!known) {
    known = new Map(Array.from({ length: points.count }, (_, point) => [`${partOf(points, point)}\n${itemName(points, point)}`, point]));
    places.set(points, known);
  }
  return known.get(`${part}\n${item}`);
}

export const itemsOf = (points: Points, chosen: Iterable<number>): Item[] =>
  Array.from(chosen, (point) => ({ part: partOf(points, point), item: itemName(points, point) }));

/** A node of the tree as it stands after all decisions. */
export interface TreeNode {
  node: number;
  leaves: number[];
  children: [TreeNode, TreeNode] | null;
}

/** The tree with all nodes that hold a leaf. */
export function treeOf({ units: { tree, leaves } }: Details): TreeNode | null {
  if (!tree || leaves === 0) return null;
  const nodes: TreeNode[] = Array.from({ length: leaves }, (_, leaf) => ({ node: leaf, leaves: [leaf], children: null }));
  for (const [first, second] of tree.merges) {
    const [a, b] = [nodes[first]!, nodes[second]!];
    nodes.push({ node: nodes.length, leaves: [...a.leaves, ...b.leaves], children: [a, b] });
  }
  return nodes.at(-1)!;
}
