import { useState } from "preact/hooks";
import type { Part, PublishedFigure, RunData } from "../data/format";
import { usePage } from "../page/context";
import { Choice } from "../page/controls";
import { meaningOfScore, meanings, scoreOrder } from "../page/glossary";
import { count, duration, median, percent } from "../page/numbers";
import { Term } from "../page/term";
import { partNames, totalSeconds } from "./overview";
import { points } from "./published";

interface ColumnOfRuns {
  key: string;
  label: string;
  text?: string;
  value(run: RunData): number | string | null;
  show(value: number | string): string;
}

const shownByDefault = 5; // scores; the others are in the downloads of the run

/** All runs, one a row, sorted by any column; below them the median and the range over seeds. */
export function RunTable({ runs, published }: { runs: RunData[]; published: PublishedFigure[] }) {
  const parts = (["test", "validation", "train"] as const).filter((part) => runs.some((run) => run.scores[part]));
  const [part, setPart] = useState<Part>(parts[0] ?? "train");
  const [sort, setSort] = useState<{ key: string; down: boolean } | null>(null);
  const columns = columnsFor(runs, part);
  const order = sorted(runs, columns.find((column) => column.key === sort?.key), sort?.down ?? false);
  const sortBy = (key: string) => setSort(sort?.key === key ? { key, down: !sort.down } : { key, down: key !== "recipe" && key !== "seed" });
  return (
    <div class="runs">
      <div class="section-head">
        <h3>{runs.length === 1 ? "The run" : `${count(runs.length)} runs`}</h3>
        {parts.length > 1 && (
          <Choice label="Scores on" value={part} onChange={setPart} options={parts.map((value) => ({ value, label: partNames[value] }))} />
        )}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of runs">
        <table class="run-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" aria-sort={sort?.key === column.key ? (sort.down ? "descending" : "ascending") : "none"}>
                  <Term text={column.text ?? `Sort by ${column.label.toLowerCase()}.`} onClick={() => sortBy(column.key)}>{column.label}</Term>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{order.map((run) => <RunRow key={run.id} run={run} columns={columns} published={published} part={part} />)}</tbody>
          <tfoot>{repeated(runs).map((group) => <MedianRow key={group[0]!.id} runs={group} columns={columns} />)}</tfoot>
        </table>
      </div>
      {runs.some((run) => !run.details) && (
        <p class="note">
          Map, clusters, confusion and training are in this page for the first seed of each recipe only, which keeps the file small. “kindred report” on the
          folder of another run draws them for that one. Scores are here for all.
        </p>
      )}
    </div>
  );
}

function RunRow({ run, columns, published, part }: { run: RunData; columns: ColumnOfRuns[]; published: PublishedFigure[]; part: Part }) {
  const page = usePage();
  const isShown = page.run === run;
  const canChoose = page.report.runs.length > 1;
  return (
    <tr class={isShown && canChoose ? "is-shown" : ""}>
      {columns.map(({ key, value, show }) => {
        const own = value(run);
        const text = own === null ? "–" : show(own);
        if (key === "recipe") {
          return (
            <th key={key} scope="row">
              {canChoose ? <button type="button" class="link" aria-pressed={isShown} onClick={() => page.selectRun(run)}>{text}</button> : text}
            </th>
          );
        }
        const theirs = published.filter((figure) => figure.recipe === run.recipe && figure.part === part && figure.score === key);
        return (
          <td key={key}>
            {text}
            {theirs.map((figure) => <Published key={figure.source} figure={figure} own={own as number | null} />)}
          </td>
        );
      })}
    </tr>
  );
}

function Published({ figure, own }: { figure: PublishedFigure; own: number | null }) {
  return (
    <span class="published">
      <Term text={`${figure.source}. ${meanings.published}`}>
        published {percent(figure.value, 2)}{own !== null && ` (${points(own - figure.value)})`}
      </Term>
    </span>
  );
}

function MedianRow({ runs, columns }: { runs: RunData[]; columns: ColumnOfRuns[] }) {
  return (
    <tr>
      {columns.map(({ key, value, show }) => {
        if (key === "recipe") return <th key={key} scope="row"><Term text={meanings.median}>{runs[0]!.recipe}, median and range</Term></th>;
        if (key === "seed") return <td key={key}>{runs.length} seeds</td>;
        const values = runs.map(value).filter((own): own is number => typeof own === "number");
        if (values.length === 0) return <td key={key}>–</td>;
        return (
          <td key={key}>
            {show(median(values))}
            <span class="range">{show(Math.min(...values))} – {show(Math.max(...values))}</span>
          </td>
        );
      })}
    </tr>
  );
}

function columnsFor(runs: RunData[], part: Part): ColumnOfRuns[] {
  const datasets = new Set(runs.map((run) => run.dataset.name));
  const columns: ColumnOfRuns[] = [{ key: "recipe", label: "Recipe", value: (run) => run.recipe, show: String }];
  if (datasets.size > 1) columns.push({ key: "dataset", label: "Data set", value: (run) => run.dataset.name, show: String });
  columns.push({ key: "seed", label: "Seed", text: meanings.seed, value: (run) => Number(run.seed), show: (seed) => String(seed) });
  const present = new Set(runs.flatMap((run) => Object.keys(run.scores[part] ?? {})));
  for (const score of scoreOrder.slice(0, shownByDefault).filter((name) => present.has(name))) {
    const { short, text } = meaningOfScore(score);
    columns.push({ key: score, label: short, text, value: (run) => run.scores[part]?.[score] ?? null, show: (share) => percent(share as number, 2) });
  }
  columns.push({ key: "time", label: "Time", text: meanings.time, value: totalSeconds, show: (seconds) => duration(seconds as number) });
  return columns;
}

function sorted(runs: RunData[], column: ColumnOfRuns | undefined, down: boolean): RunData[] {
  if (!column) return runs;
  const compare = (a: number | string | null, b: number | string | null): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1; // what is missing comes last either way
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return down ? -order : order;
  };
  return [...runs].sort((a, b) => compare(column.value(a), column.value(b)));
}

/** Runs that differ in their seed alone, where there is more than one. */
function repeated(runs: RunData[]): RunData[][] {
  const groups = new Map<string, RunData[]>();
  for (const run of runs) {
    const key = `${run.dataset.sha256} ${run.recipe}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
