import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Shown, clustersOf, itemOf, none, sizeOf } from "../data/run";
import { groupOfClass } from "../page/classes";
import { useFound, usePage, useShown } from "../page/context";
import { Choice, Section, ShareBar, Swatch } from "../page/controls";
import { readDecisions } from "../page/decisions";
import { assignmentsCsv, assignmentsJson, download, fileStem, namesCsv, namesJson } from "../page/download";
import { meaningOfOutcome, meanings } from "../page/glossary";
import { count, counted, decimal, median, percent, probability } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Gallery, Picture, title } from "../page/pictures";
import { trustOf } from "./covers";
import { ImageGrid } from "./grid";
import { Profile } from "./profile";
import { Term } from "../page/term";

type Order = "number" | "size";

const picturesPerRow = 12;

export function ClustersSection() {
  const shown = useShown();
  const [order, setOrder] = useState<Order>("number");
  const images = useMemo(() => picturesOf(shown), [shown]);
  const probabilities = useMemo(() => medianProbabilities(shown), [shown]);
  const clusters = clustersOf(shown.details);
  if (order === "size") clusters.sort((a, b) => sizeOf(shown.details, b) - sizeOf(shown.details, a));
  return (
    <Section
      id="clusters" title="Clusters"
      lead="What each group holds. Give a cluster a name of your own, merge it with another, or move single ones elsewhere: this browser keeps it, and the downloads carry it."
      tools={<>
        <Choice label="Order" value={order} onChange={setOrder} options={[{ value: "number", label: "By number" }, { value: "size", label: "By size" }]} />
        <Downloads />
      </>}
    >
      <div class="clusters">
        {clusters.map((cluster) => <ClusterCard key={cluster} cluster={cluster} images={images.get(cluster) ?? []} likely={probabilities.get(cluster) ?? null} />)}
      </div>
    </Section>
  );
}

function Downloads() {
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

function ClusterCard({ cluster, images, likely }: { cluster: number; images: number[]; likely: number | null }) {
  const shown = useShown();
  const { details, points } = shown;
  const { names } = usePage();
  const box = useRef<HTMLElement>(null);
  const isNear = useIsNear(box);
  const size = sizeOf(details, cluster);
  const total = points.total;
  const [showsAll, setShowsAll] = useState(false);
  const mean = useMemo(() => meanOf(shown, cluster), [shown, cluster]);
  return (
    <article class={points.images ? "card cluster" : "card cluster is-plain"} ref={box} id={`cluster-${cluster}`} aria-labelledby={`cluster-${cluster}-title`} style={{ "--group": groupColour(cluster) }}>
      <header>
        {mean && points.images && (
          <div class="mean">
            <Picture pixels={mean} index={0} shape={points.images} size={84} label={`Mean image of cluster ${cluster}`} />
            <Term text={meanings.mean}>mean</Term>
          </div>
        )}
        <div class="cluster-head">
          <h3 class="unseen" id={`cluster-${cluster}-title`}>{names.of(cluster)}</h3>
          {cluster === none
            ? <div class="name"><Swatch colour={groupColour(none)} /> <Term text={meanings.noCluster}>{names.of(none)}</Term></div>
            : <NameField cluster={cluster} />}
          <p>
            <strong>{count(size)}</strong> {itemOf(shown.run)}{size === 1 ? "" : "s"}, <Term text={meanings.share}>{percent(size / total)} of all</Term>
            {likely !== null && <>, <Term text={meanings.medianProbability}>median probability {probability(likely)}</Term></>}
          </p>
          <TrustLine cluster={cluster} />
          <ClassMakeUp cluster={cluster} />
        </div>
        <div class="buttons">
          {cluster !== none && details.groups.length > 1 && <MergeWith cluster={cluster} />}
          {(images.length > picturesPerRow || points.table?.values) && (
            <button type="button" aria-pressed={showsAll} onClick={() => setShowsAll(!showsAll)}>{showsAll ? "Show fewer" : `Show all ${points.images ? "images" : "rows"}`}</button>
          )}
        </div>
      </header>
      {details.profiles && cluster !== none && <Profile cluster={cluster} most={8} />}
      {showsAll && points.images && <ImageGrid images={images} label={names.of(cluster)} />}
      {showsAll && points.table?.values && <RowTable cluster={cluster} />}
      {isNear && !showsAll && images.length > 0 && <Strips shown={shown} cluster={cluster} images={images} />}
      {points.images && images.length === 0 && <p class="note">None of these is among the pictures kept in this page.</p>}
    </article>
  );
}

/** How far the cluster can be trusted, where the run looked. */
function TrustLine({ cluster }: { cluster: number }) {
  const { run } = usePage();
  const trust = trustOf(run, useShown().details, cluster);
  if (!trust || (trust.silhouette === null && trust.stability === null)) return null;
  return (
    <p class="trust note">
      {trust.stability !== null && <span><Term text={meanings.clusterComesAgain}>stability</Term> {trust.stability.toFixed(2)}</span>}
      {trust.silhouette !== null && <span><Term text={meaningOfOutcome("silhouette").text}>silhouette</Term> {trust.silhouette.toFixed(2)}</span>}
      {trust.needsLook && <strong>check this one</strong>}
    </p>
  );
}

function MergeWith({ cluster }: { cluster: number }) {
  const { names, decisions } = usePage();
  const { groups } = useShown().details;
  return (
    <select aria-label={`Merge ${names.of(cluster)} with`} value="" onChange={(event) => event.currentTarget.value !== "" && decisions.make({ do: "merge", groups: [cluster, Number(event.currentTarget.value)] })}>
      <option value="">Merge with…</option>
      {groups.filter(({ id }) => id !== cluster).map(({ id }) => <option key={id} value={id}>{names.of(id)}</option>)}
    </select>
  );
}

const rowsShown = 200;

/** The rows of a group of a table, with their values. */
function RowTable({ cluster }: { cluster: number }) {
  const shown = useShown();
  const { table, count: all } = shown.points;
  const { columns, values } = table!;
  const points = Array.from({ length: all }, (_, point) => point).filter((point) => shown.details.clusters[point] === cluster);
  return (
    <>
      <div class="scroll row-table" tabIndex={0} role="region" aria-label="Rows">
        <table class="run-table">
          <thead><tr><th scope="col">Row</th>{columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {points.slice(0, rowsShown).map((point) => (
              <tr key={point}>
                <th scope="row">{title(shown, point)}</th>
                {columns.map((name, column) => <td key={name}>{decimal(values![point * columns.length + column]!)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {points.length > rowsShown && <p class="note">The first {rowsShown} of {count(points.length)} rows.</p>}
    </>
  );
}

function NameField({ cluster }: { cluster: number }) {
  const { names } = usePage();
  const [draft, setDraft] = useState<string | null>(null); // while it is being typed
  const finish = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key === "Escape") event.currentTarget.value = names.of(cluster);
    if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
  };
  return (
    <div class="name">
      <Swatch colour={groupColour(cluster)} />
      <input
        type="text" aria-label={`Name of cluster ${cluster}`} value={draft ?? names.of(cluster)} maxLength={80} spellcheck={false}
        onFocus={(event) => event.currentTarget.select()} onKeyDown={finish}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={(event) => {
          names.give(cluster, event.currentTarget.value);
          setDraft(null);
        }}
      />
      {names.given.has(cluster) && <span class="note">cluster {cluster}</span>}
    </div>
  );
}

/** The median probability of the points of each cluster that has some. */
function medianProbabilities({ details: { clusters, probabilities } }: Shown): Map<number, number> {
  const own = new Map<number, number[]>();
  probabilities?.forEach((value, point) => clusters[point] !== none && addTo(own, clusters[point]!, value));
  return new Map([...own].map(([cluster, values]) => [cluster, median(values)]));
}

function addTo(lists: Map<number, number[]>, cluster: number, value: number): void {
  const list = lists.get(cluster);
  if (list) list.push(value);
  else lists.set(cluster, [value]);
}

function ClassMakeUp({ cluster }: { cluster: number }) {
  const { run, points, details } = useShown();
  const found = useFound().details;
  const isOwn = cluster === none ? details.noCluster === found.noCluster : details.groups.find(({ id }) => id === cluster)?.isOwn;
  const sizes = isOwn ? classSizes(run.confusion, cluster === none ? found.groups.length : cluster) : classSizesOnPage(points, details.clusters, cluster);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return null;
  const colours = groupOfClass(run, sizes.length);
  const classes = sizes.map((size, known) => ({ size, colour: groupColour(colours[known]!), name: points.classNames[known] ?? `Class ${known}` }))
    .filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const pieces = classes.map(({ size, colour, name }) => ({ share: size / total, colour, title: `${name} ${percent(size / total)}` }));
  return (
    <div class="make-up">
      <ShareBar pieces={pieces} label={`Classes: ${pieces.map((piece) => piece.title).join(", ")}`} />
      <p class="keys">
        {classes.slice(0, 3).map(({ size, colour, name }) => (
          <span key={name}><Swatch colour={colour} /> {name} <span class="note">{percent(size / total)}</span></span>
        ))}
        {classes.length > 3 && <span class="note">and {counted(classes.length - 3, "more class", "more classes")}</span>}
      </p>
    </div>
  );
}

/** Rows of each class in a column of the table, over all parts. */
function classSizes(confusion: Shown["run"]["confusion"], cluster: number): number[] {
  const sizes: number[] = [];
  for (const part of Object.values(confusion)) {
    part?.counts.forEach((row, known) => (sizes[known] = (sizes[known] ?? 0) + (row[cluster] ?? 0)));
  }
  return sizes;
}

/** The same of a group that the reader changed, over what is on the page. */
function classSizesOnPage({ classes }: Shown["points"], clusters: Int32Array, cluster: number): number[] {
  const sizes: number[] = [];
  classes?.forEach((known, point) => {
    if (known >= 0 && clusters[point] === cluster) sizes[known] = (sizes[known] ?? 0) + 1;
  });
  return Array.from(sizes, (size) => size ?? 0);
}

/** The mean image of a group, from those of its parts; none where single images were moved. */
function meanOf({ points: { images }, details: { means, groups, units } }: Shown, cluster: number): Uint8Array | null {
  const group = groups.find(({ id }) => id === cluster);
  if (!images || !means || !group || group.hasMoved) return null;
  const size = images.height * images.width * images.channels;
  const own = group.units.filter((unit) => (unit + 1) * size <= means.length && units.sizes[unit]! > 0);
  const rows = own.reduce((sum, unit) => sum + units.sizes[unit]!, 0);
  if (rows === 0) return null;
  if (own.length === 1) return means.subarray(own[0]! * size, (own[0]! + 1) * size);
  return Uint8Array.from({ length: size }, (_, pixel) => Math.round(own.reduce((sum, unit) => sum + units.sizes[unit]! * means[unit * size + pixel]!, 0) / rows));
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

function Strips({ shown, cluster, images }: { shown: Shown; cluster: number; images: number[] }) {
  const { points, details } = shown;
  const pointOf = points.images!.pointOf;
  const { probabilities, distances } = details;
  const likelyFirst = probabilities
    ? [...images].sort((a, b) => probabilities[pointOf[b]!]! - probabilities[pointOf[a]!]! || nearer(a, b))
    : [...images].sort(nearer);
  function nearer(a: number, b: number): number {
    return distances ? distances[pointOf[a]!]! - distances[pointOf[b]!]! : a - b;
  }
  const typical = (distances ? [...images].sort(nearer) : likelyFirst).slice(0, picturesPerRow);
  const random = images.filter((image) => image < points.images!.randomCount).slice(0, picturesPerRow);
  return (
    <div class="strips">
      {cluster !== none && (distances || probabilities) && <>
        <Strip title="Most typical" text={distances ? "Those nearest to the middle of the cluster." : "Those with the highest probability."} images={typical} />
        <Strip
          title={probabilities ? "Borderline" : "Least typical"}
          text={probabilities ? "Those with the lowest probability: nearly in another cluster." : "Those farthest from the middle of the cluster."}
          images={likelyFirst.slice(-picturesPerRow).reverse()}
        />
      </>}
      <Strip title="Random" text="Drawn by chance: what the cluster looks like on the whole." images={random} />
    </div>
  );
}

function Strip({ title, text, images }: { title: string; text: string; images: number[] }) {
  return (
    <div class="strip">
      <h4><Term text={text}>{title}</Term></h4>
      <Gallery images={images} size={48} label={title} />
    </div>
  );
}

function picturesOf({ points, details }: Shown): Map<number, number[]> {
  const pictures = new Map<number, number[]>();
  points.images?.pointOf.forEach((point, image) => addTo(pictures, details.clusters[point]!, image));
  return pictures;
}

/** Whether an element is, or has been, near the window: what is far down need not be drawn yet. */
function useIsNear(element: { current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const show = () => setNear(true);
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && show(), { rootMargin: "800px" });
    observer.observe(element.current!);
    addEventListener("beforeprint", show);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", show);
    };
  }, []);
  return isNear;
}
