import { useEffect, useState } from "preact/hooks";
import type { ReportData, RunData } from "../data/format";
import { type Shown, itemOf, show } from "../data/run";
import { ClustersSection } from "../sections/clusters";
import { ConfusionSection } from "../sections/confusion";
import { EstimateSection } from "../sections/estimate";
import { DuplicatesSection, OutliersSection } from "../sections/findings";
import { MapSection } from "../sections/map";
import { Overview } from "../sections/overview";
import { TrainingSection } from "../sections/training";
import { PageContext, ShownContext } from "./context";
import { Header, useTheme } from "./header";
import { Inspector } from "./inspector";
import { useClusterNames } from "./names";
import { counted } from "./numbers";

export function App({ report }: { report: ReportData }) {
  const [run, setRun] = useState(() => report.runs.find(({ details }) => details) ?? report.runs[0]!);
  const [shown, setShown] = useState<Shown | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [inspected, inspect] = useState<number | null>(null);
  const [theme, setTheme] = useTheme();
  const names = useClusterNames(run.id);

  useEffect(() => {
    inspect(null);
    setShown(null);
    if (!run.details) return;
    let isWanted = true;
    show(report, run).then(
      (read) => isWanted && setShown(read),
      (error: unknown) => isWanted && setFailure((error as Error).message),
    );
    return () => { isWanted = false; };
  }, [report, run]);

  const ready = shown?.run === run ? shown : null;
  const sections = sectionsOf(run).filter(({ id }) => id === "overview" || id === "estimate" || run.details);
  return (
    <PageContext.Provider value={{ report, run, selectRun: setRun, names, inspected, inspect, theme }}>
      <Header sections={sections} onTheme={setTheme} />
      <main>
        <Title report={report} run={run} />
        <Overview />
        {run.estimate && <EstimateSection estimate={run.estimate} key={`estimate-${run.id}`} />}
        {failure && <p class="note" role="alert">{failure}</p>}
        {run.details && !ready && !failure && <p class="note" aria-live="polite">Unpacking {counted(run.details.clusters.length, itemOf(run))}…</p>}
        {!run.details && <p class="note">Of this run, the page holds its scores only: map, clusters and the rest are kept for the first seed of each recipe.</p>}
        {ready && (
          <ShownContext.Provider value={ready} key={run.id}>
            <MapSection />
            <ClustersSection />
            {run.findings && <OutliersSection findings={run.findings} />}
            {run.findings && <DuplicatesSection findings={run.findings} />}
            {hasConfusion(run) && <ConfusionSection />}
            {hasTraining(run) && <TrainingSection />}
            <Inspector />
          </ShownContext.Provider>
        )}
      </main>
      <footer class="bottom">Made by Kindred {report.version}. This page needs no network: everything it shows is in this file.</footer>
    </PageContext.Provider>
  );
}

function Title({ report, run }: { report: ReportData; run: RunData }) {
  const { dataset, details } = run;
  const size = dataset.train + dataset.validation + dataset.test;
  return (
    <div class="title">
      <p class="eyebrow">{report.title}</p>
      <h1>{counted(size, itemOf(run))}{details && <> in {counted(details.clusterCount, "cluster")}</>}</h1>
      <p class="lead">{dataset.name}, grouped by {run.recipe} with seed {run.seed}{Object.values(run.scores).every((scores) => !scores) ? "; no classes are known" : ""}.</p>
    </div>
  );
}

const hasConfusion = (run: RunData) => Object.values(run.confusion).some(Boolean);

const hasTraining = (run: RunData) => run.history.length > 0 || !!run.details?.reconstructions || !!run.details?.layers;

function sectionsOf(run: RunData) {
  return [
    { id: "overview", title: "Overview" },
    ...(run.estimate ? [{ id: "estimate", title: "How many" }] : []),
    ...(run.details?.positions ? [{ id: "map", title: "Map" }] : []),
    { id: "clusters", title: "Clusters" },
    ...(run.findings ? [{ id: "outliers", title: "Outliers" }, { id: "duplicates", title: "Near-duplicates" }] : []),
    ...(hasConfusion(run) ? [{ id: "confusion", title: "Confusion" }] : []),
    ...(hasTraining(run) ? [{ id: "training", title: "Training" }] : []),
  ];
}
