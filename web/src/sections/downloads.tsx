import { useEffect, useRef, useState } from "preact/hooks";
import { itemOf } from "../data/run";
import { usePage, useShown } from "../page/context";
import { readDecisions } from "../page/decisions";
import { assignmentsCsv, assignmentsJson, download, fileStem, namesCsv, namesJson } from "../page/download";
import { count, counted } from "../page/numbers";

/** What readers take along, and the decisions they bring. */
export function Downloads() {
  const shown = useShown();
  const { names, decisions, run } = usePage();
  const { points } = shown;
  const [problem, setProblem] = useState<string | null>(null);
  const menu = useRef<HTMLDetailsElement>(null);
  useMenu(menu);
  const stem = fileStem(shown);
  const load = async (file: File | undefined) => {
    const read = file ? readDecisions(await file.text(), run) : [];
    setProblem(typeof read === "string" ? read : null);
    if (typeof read === "string") return;
    if (file) decisions.replace(read);
  };
  const choose = (input: HTMLInputElement) => {
    void load(input.files?.[0]);
    input.value = ""; // so that the same file, changed meanwhile, can be chosen again
  };
  const files = [
    { label: "Assignments, CSV", run: () => download(`${stem}-assignments.csv`, "text/csv", assignmentsCsv(shown, names)) },
    { label: "Assignments, JSON", run: () => download(`${stem}-assignments.json`, "application/json", assignmentsJson(shown, names)) },
    { label: "Names, CSV", run: () => download(`${stem}-names.csv`, "text/csv", namesCsv(shown, names)) },
    { label: "Names, JSON", run: () => download(`${stem}-names.json`, "application/json", namesJson(shown, names)) },
  ];
  return (
    <details class="menu" ref={menu}>
      <summary>Download</summary>
      <div class="menu-items">
        <button type="button" onClick={() => download(`${stem}-decisions.json`, "application/json", [decisions.file()])}>Decisions, JSON</button>
        <label class="load">Load decisions<input type="file" aria-label="Load decisions" accept=".json,application/json" onChange={(event) => choose(event.currentTarget)} /></label>
        {problem && <p class="note" role="alert">{problem}</p>}
        <p class="note"><code>kindred apply RUN decisions.json --into FOLDER</code> lays them out.</p>
        {files.map(({ label, run }) => <button key={label} type="button" onClick={run}>{label}</button>)}
        {points.count < points.total && <p class="note">Assignments of the {counted(points.count, itemOf(shown.run))} on the map; the run’s assignments.csv has all {count(points.total)}.</p>}
      </div>
    </details>
  );
}

/** A menu closes at Escape, at a click elsewhere, and when something was chosen. */
function useMenu(menu: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event) => {
      const box = menu.current;
      if (!box?.open) return;
      const isOutside = event.target instanceof Node && !box.contains(event.target);
      const isChosen = event.type === "click" && event.target instanceof HTMLButtonElement && box.contains(event.target);
      if (event instanceof KeyboardEvent ? event.key === "Escape" : isOutside || isChosen) box.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
}
