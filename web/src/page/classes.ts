import type { RunData } from "../data/format";
import { scoredParts } from "../data/run";

/** For each class, the group whose colour it takes: the cluster it matches best, so that what agrees has one colour. */
export function groupOfClass(run: RunData, classCount: number): number[] {
  const part = scoredParts(run).at(-1);
  const matches = part ? run.confusion[part]?.clusterOfClass : undefined;
  const groups = Array.from({ length: classCount }, (_, known) => matches?.[known] ?? -1);
  const taken = new Set(groups);
  let free = 0;
  return groups.map((group) => {
    if (group >= 0) return group;
    while (taken.has(free)) free++;
    return free++;
  });
}
