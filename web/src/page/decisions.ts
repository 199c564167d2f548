import { useMemo, useState } from "preact/hooks";
import type { Decision } from "../data/curation";
import type { RunData } from "../data/format";

/** What the reader decided about a run; kept by the browser under the id of the run. */
export interface Decisions {
  made: readonly Decision[];
  canUndo: boolean;
  canRedo: boolean;
  make(...decisions: Decision[]): void;
  undo(): void;
  redo(): void;
  replace(decisions: Decision[]): void;
  file(): string;
}

interface Stored {
  made: Decision[];
  past: Step[]; // what takes each step back, the last one last
  future: Step[]; // what makes each again
}

/** Keeps the first so many decisions and puts others in the place of the rest. */
interface Step {
  kept: number;
  rest: Decision[];
}

const fileVersion = 1;

export function useDecisions(run: RunData): Decisions {
  const [changes, setChanges] = useState(0);
  return useMemo(() => {
    const state = load(run.id);
    const change = (next: Stored) => {
      save(run.id, next);
      setChanges((before) => before + 1);
    };
    const step = (next: Step) => {
      const [made, back] = taken(state.made, next);
      change({ made, past: [...state.past, back], future: [] });
    };
    return {
      made: state.made,
      canUndo: state.past.length > 0,
      canRedo: state.future.length > 0,
      make: (...decisions) => decisions.length > 0 && step({ kept: state.made.length, rest: decisions }),
      replace: (decisions) => step({ kept: 0, rest: decisions }),
      undo() {
        const last = state.past.at(-1);
        if (!last) return;
        const [made, again] = taken(state.made, last);
        change({ made, past: state.past.slice(0, -1), future: [...state.future, again] });
      },
      redo() {
        const last = state.future.at(-1);
        if (!last) return;
        const [made, back] = taken(state.made, last);
        change({ made, past: [...state.past, back], future: state.future.slice(0, -1) });
      },
      file: () => `${JSON.stringify({
        format: "kindred-decisions", version: fileVersion,
        run: { id: run.id, dataset: run.dataset.name, sha256: run.dataset.sha256, recipe: run.recipe, seed: run.seed },
        decisions: state.made,
      }, null, 1)}\n`,
    };
  }, [run, changes]);
}

/** The decisions after a step, and the step that takes it back. */
const taken = (made: Decision[], { kept, rest }: Step): [Decision[], Step] => [[...made.slice(0, kept), ...rest], { kept, rest: made.slice(kept) }];

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
    const stored = JSON.parse(localStorage.getItem(key(runId)) ?? "null") as Partial<Stored> | null;
    if (stored?.made) return { made: stored.made, past: stored.past ?? [], future: stored.future ?? [] };
    return memory.get(runId) ?? { made: earlierNames(runId), past: [], future: [] };
  } catch {
    return memory.get(runId) ?? { made: [], past: [], future: [] };
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
