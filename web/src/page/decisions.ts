import { useMemo, useState } from "preact/hooks";
import type { Decision } from "../data/curation";
import type { RunData } from "../data/format";

/** What the reader decided about a run; kept by the browser under the id of the run. */
export interface Decisions {
  made: readonly Decision[];
  canRedo: boolean;
  make(...decisions: Decision[]): void;
  undo(): void;
  redo(): void;
  replace(decisions: Decision[]): void;
  file(): string;
}

interface Stored {
  made: Decision[];
  undone: Decision[][];
  steps: number[]; // how many decisions each step made
}

export const fileVersion = 1;

export function useDecisions(run: RunData): Decisions {
  const [changes, setChanges] = useState(0);
  return useMemo(() => {
    const state = load(run.id);
    const change = (next: Stored) => {
      save(run.id, next);
      setChanges((before) => before + 1);
    };
    return {
      made: state.made,
      canRedo: state.undone.length > 0,
      make: (...decisions) => decisions.length > 0 && change({ made: [...state.made, ...decisions], undone: [], steps: [...state.steps, decisions.length] }),
      undo() {
        const last = state.steps.at(-1);
        if (!last) return;
        change({ made: state.made.slice(0, -last), undone: [...state.undone, state.made.slice(-last)], steps: state.steps.slice(0, -1) });
      },
      redo() {
        const last = state.undone.at(-1);
        if (last) change({ made: [...state.made, ...last], undone: state.undone.slice(0, -1), steps: [...state.steps, last.length] });
      },
      replace: (decisions) => change({ made: decisions, undone: [], steps: decisions.length > 0 ? [decisions.length] : [] }),
      file: () => `${JSON.stringify({
        format: "kindred-decisions", version: fileVersion,
        run: { id: run.id, dataset: run.dataset.name, sha256: run.dataset.sha256, recipe: run.recipe, seed: run.seed },
        decisions: state.made,
      }, null, 1)}\n`,
    };
  }, [run, changes]);
}

/** The decisions in a file, for this run; a sentence where it holds none. */
export function readDecisions(text: string, run: RunData): Decision[] | string {
  try {
    const file = JSON.parse(text) as { format?: string; version?: number; run?: { id?: string }; decisions?: Decision[] };
    if (file.format !== "kindred-decisions" || !Array.isArray(file.decisions)) return "This file holds no decisions of a Kindred report.";
    if ((file.version ?? 0) > fileVersion) return "These decisions were written by a newer Kindred.";
    if (file.run?.id !== run.id) return "These decisions are about another run.";
    return file.decisions;
  } catch {
    return "This file holds no decisions of a Kindred report.";
  }
}

const key = (runId: string) => `kindred-decisions-${runId}`;
const memory = new Map<string, Stored>(); // where storage is closed to this page, decisions last until it is

function load(runId: string): Stored {
  try {
    const stored = JSON.parse(localStorage.getItem(key(runId)) ?? "null") as Stored | null;
    return stored ?? memory.get(runId) ?? { made: earlierNames(runId), undone: [], steps: [] };
  } catch {
    return memory.get(runId) ?? { made: [], undone: [], steps: [] };
  }
}

function save(runId: string, state: Stored): void {
  memory.set(runId, state);
  try {
    localStorage.setItem(key(runId), JSON.stringify(state));
  } catch {
    // they last until the page is closed; the downloads still hold them
  }
}

/** Names that an earlier page kept. */
function earlierNames(runId: string): Decision[] {
  const stored = JSON.parse(localStorage.getItem(`kindred-names-${runId}`) ?? "{}") as Record<string, unknown>;
  return Object.entries(stored).map(([cluster, name]) => ({ do: "rename", group: Number(cluster), name: String(name) }));
}
