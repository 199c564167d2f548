import { useMemo, useState } from "preact/hooks";
import { none } from "../data/run";

/** Names the reader gave to clusters; kept by the browser under the id of the run. */
export interface ClusterNames {
  given: ReadonlyMap<number, string>;
  of(cluster: number): string;
  give(cluster: number, name: string): void;
}

export function useClusterNames(runId: string): ClusterNames {
  const [changes, setChanges] = useState(0);
  return useMemo(() => {
    const given = load(runId);
    return {
      given,
      of: (cluster) => cluster === none ? "No cluster" : (given.get(cluster) ?? `Cluster ${cluster}`),
      give(cluster, name) {
        const trimmed = name.trim();
        if (trimmed === "" || trimmed === `Cluster ${cluster}`) given.delete(cluster);
        else given.set(cluster, trimmed);
        save(runId, given);
        setChanges(changes + 1);
      },
    };
  }, [runId, changes]);
}

const key = (runId: string) => `kindred-names-${runId}`;

function load(runId: string): Map<number, string> {
  try {
    const stored = JSON.parse(localStorage.getItem(key(runId)) ?? "{}") as Record<string, unknown>;
    return new Map(Object.entries(stored).map(([cluster, name]) => [Number(cluster), String(name)]));
  } catch {
    return new Map(); // storage is closed to this page, or was written by something else
  }
}

function save(runId: string, names: Map<number, string>): void {
  try {
    localStorage.setItem(key(runId), JSON.stringify(Object.fromEntries(names)));
  } catch {
    // names last until the page is closed; the downloads still hold them
  }
}
