import type { Decision } from "../data/curation";
import { none } from "../data/run";

/** Names the reader gave to clusters. */
export interface ClusterNames {
  given: ReadonlyMap<number, string>;
  of(cluster: number): string;
  give(cluster: number, name: string): void;
}

export function namesOf(given: ReadonlyMap<number, string>, make: (decision: Decision) => void): ClusterNames {
  const of = (cluster: number) => cluster === none ? "No cluster" : (given.get(cluster) ?? `Cluster ${cluster}`);
  return {
    given, of,
    give(cluster, name) {
      const trimmed = name.trim();
      if (trimmed === of(cluster) || (trimmed === "" && !given.has(cluster))) return;
      make({ do: "rename", group: cluster, name: trimmed === `Cluster ${cluster}` ? "" : trimmed });
    },
  };
}
