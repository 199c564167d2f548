import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ReportData, RunData } from "../data/format";
import type { Shown } from "../data/run";
import type { Decisions } from "./decisions";
import type { ClusterNames } from "./names";

/** What every section may look at and change. */
export interface Page {
  report: ReportData;
  run: RunData;
  selectRun(run: RunData): void;
  names: ClusterNames;
  decisions: Decisions;
  inspected: number | null; // a point
  inspect(point: number | null): void;
  alikeTo: number | null; // the image that others are looked for by
  findAlike(image: number | null): void;
  theme: Theme;
}

export type Theme = "light" | "dark";

export const PageContext = createContext<Page | null>(null);
export const ShownContext = createContext<Shown | null>(null);
export const FoundContext = createContext<Shown | null>(null);

export function usePage(): Page {
  return useContext(PageContext)!;
}

/** The run whose points and pictures are on the page; only below a section that has one. */
export function useShown(): Shown {
  return useContext(ShownContext)!;
}

/** The same run as it was found, before any decision of the reader. */
export function useFound(): Shown {
  return useContext(FoundContext)!;
}
