import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { replay } from "../data/curation";
import type { ReportData, RunData } from "../data/format";
import { type Shown, itemOf, show } from "../data/run";
import { ClustersSection } from "../sections/clusters";
import { ConfusionSection } from "../sections/confusion";
import { CoversSection } from "../sections/covers";
import { DuplicatesSection } from "../sections/duplicates";
import { EstimateSection } from "../sections/estimate";
import { EvidenceSection } from "../sections/evidence";
import { OutliersSection } from "../sections/findings";
import { ImagesSection } from "../sections/images";
import { MapSection } from "../sections/map";
import { TrainingSection } from "../sections/training";
import { TreeSection } from "../sections/tree";
import { TrialSection } from "../sections/trial";
import { TrustSection } from "../sections/trust";
import { FoundContext, PageContext, ShownContext } from "./context";
import { type Decisions, useDecisions } from "./decisions";
import { Header, useTheme } from "./header";
import { Inspector } from "./inspector";
import { namesOf } from "./names";
import { counted } from "./numbers";
import { Saved, isServed } from "./served";
import { Shelf } from "./shelf";

export function App({ report }: { report: ReportData }) {
  const [run, setRun] = useState(() => firstRun(report));
  const [found, setFound] = useState<Shown | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [inspected, inspect] = useState<number | null>(null);
  const [alikeTo, findAlike] = useState<number | null>(null);
  const [theme, setTheme] = useTheme();
  const decisions = useDecisions(run);
  useKeys(decisions);

  useEffect(() => {
    inspect(null);
    findAlike(null);
    setFound(null);
    if (!run.details) return;
    let isWanted = true;
    show(report, run).then(
      (read) => isWanted && setFound(read),
      (error: unknown) => isWanted && setFailure((error as Error).message),
    );
    return () => { isWanted = false; };
  }, [report, run]);

  const ready = found?.run === run ? found : null;
  const place = useRef<number | null>(null); // where the reader was before the run was changed
  const selectRun = (chosen: RunData) => {
    place.current = scrollY;
    setRun(chosen);
  };
  useLayoutEffect(() => {
    if (ready && place.current !== null) scrollTo({ top: place.current, behavior: "instant" });
    if (ready) place.current = null;
  }, [ready]);
  const curated = useMemo(() => ready && replay(ready, decisions.made), [ready, decisions.made]);
  const shown = useMemo(() => ready && curated && { ...ready, details: curated.details }, [ready, curated]);
  const names = useMemo(() => namesOf(curated?.names ?? new Map(), decisions.make), [curated, decisions]);
  return (
    <PageContext.Provider value={{ report, run, selectRun, names, decisions, inspected, inspect, alikeTo, findAlike, theme }}>
      <Header sections={sectionsOf(report, run)} onTheme={setTheme} />
      <main id="content">
        <Title report={report} run={run} groups={shown?.details.groups.length ?? run.details?.clusterCount ?? null} />
        {failure && <p class="note" role="alert">{failure}</p>}
        {run.details && !ready && !failure && <p class="note" aria-live="polite">Unpacking {counted(run.details.clusters.length, itemOf(run))}…</p>}
        {!run.details && <p class="note">Of this run, the page holds its scores only: map, clusters and the rest are kept for the first seed of each recipe.</p>}
        {ready && shown && (
          <FoundContext.Provider value={ready} key={run.id}>
            <ShownContext.Provider value={shown}>
              <CoversSection />
              <MapSection />
              <TreeSection />
              <ClustersSection />
              <ImagesSection />
              {report.program && run.details?.model && <TrialSection program={report.program} model={run.details.model} />}
              {run.findings && <OutliersSection findings={run.findings} />}
              {run.findings && <DuplicatesSection findings={run.findings} />}
              <Inspector />
              <Shelf />
            </ShownContext.Provider>
            {run.trust && <TrustSection trust={run.trust} />}
            {run.estimate && <EstimateSection estimate={run.estimate} />}
            <ShownContext.Provider value={ready}>
              {hasConfusion(run) && <ConfusionSection />}
              {hasTraining(run) && <TrainingSection />}
            </ShownContext.Provider>
          </FoundContext.Provider>
        )}
        <EvidenceSection />
      </main>
      {isServed && <Saved key={run.id} run={run} decisions={decisions} />}
      <footer class="bottom">Made by Kindred {report.version.split("+")[0]}. This page needs no network: everything it shows is in this file.</footer>
    </PageContext.Provider>
  );
}

function firstRun(report: ReportData): RunData {
  const best = report.runs.find(({ id, details }) => details && id === report.recommended?.run);
  return best ?? report.runs.find(({ details }) => details) ?? report.runs[0]!;
}

/** Ctrl+Z takes the last change back, Ctrl+Shift+Z or Ctrl+Y makes it again; fields keep their own. */
function useKeys({ undo, redo }: Decisions): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target instanceof HTMLInputElement) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [undo, redo]);
}

function Title({ report, run, groups }: { report: ReportData; run: RunData; groups: number | null }) {
  const { dataset } = run;
  const size = dataset.train + dataset.validation + dataset.test;
  const isBest = report.recommended?.run === run.id;
  return (
    <div class="title">
      <p class="eyebrow">{report.title}</p>
      <h1>{counted(size, itemOf(run))}{groups !== null && <> in {counted(groups, "cluster")}</>}</h1>
      <p class="lead">
        {dataset.name}, grouped by {run.recipe} with seed {run.seed}{Object.values(run.scores).every((scores) => !scores) ? "; no classes are known" : ""}.
        {isBest && <> Of the {report.runs.length} runs in this page it is shown first: {report.recommended!.reason}</>}
      </p>
    </div>
  );
}

const hasConfusion = (run: RunData) => Object.values(run.confusion).some(Boolean);

const hasTraining = (run: RunData) => run.history.length > 0 || !!run.details?.reconstructions || !!run.details?.views || !!run.details?.layers;

function sectionsOf(report: ReportData, run: RunData) {
  const { details } = run;
  const images = details && report.data[details.data]!.images;
  return [
    ...(details ? [{ id: "overview", title: "Groups" }] : []),
    ...(details && details.maps.length > 0 ? [{ id: "map", title: "Map" }] : []),
    ...(details?.tree ? [{ id: "tree", title: "How many" }] : []),
    ...(details ? [{ id: "clusters", title: "Clusters" }] : []),
    ...(images ? [{ id: "images", title: "Images" }] : []),
    ...(report.program && details?.model ? [{ id: "trial", title: "Try" }] : []),
    ...(details && run.findings ? [{ id: "outliers", title: "Outliers" }, { id: "duplicates", title: "Near-duplicates" }] : []),
    ...(details && run.trust ? [{ id: "trust", title: "Trust" }] : []),
    ...(details && run.estimate ? [{ id: "estimate", title: details.tree ? "Curve" : "How many" }] : []),
    ...(details && hasConfusion(run) ? [{ id: "confusion", title: "Confusion" }] : []),
    ...(details && hasTraining(run) ? [{ id: "training", title: "Training" }] : []),
    { id: "evidence", title: "Runs" },
  ];
}
