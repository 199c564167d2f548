import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Shown } from "../data/run";
import { groupOfClass } from "../page/classes";
import { usePage, useShown } from "../page/context";
import { Choice, Section, ShareBar, Swatch } from "../page/controls";
import { assignmentsCsv, assignmentsJson, download, fileStem, namesCsv, namesJson } from "../page/download";
import { meanings } from "../page/glossary";
import { count, counted, median, percent } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Gallery, Picture } from "../page/pictures";
import { Term } from "../page/term";

type Order = "number" | "size";

const picturesPerRow = 12;

export function ClustersSection() {
  const shown = useShown();
  const [order, setOrder] = useState<Order>("number");
  const { sizes } = shown.details;
  const images = useMemo(() => picturesOf(shown), [shown]);
  const sure = useMemo(() => medianProbabilities(shown), [shown]);
  const clusters = sizes.map((_, cluster) => cluster);
  if (order === "size") clusters.sort((a, b) => sizes[b]! - sizes[a]!);
  return (
    <Section
      id="clusters" title="Clusters"
      lead="What each group holds. Click a name to give the cluster one of your own; this browser keeps it, and the downloads carry it."
      tools={<>
        <Choice label="Order" value={order} onChange={setOrder} options={[{ value: "number", label: "By number" }, { value: "size", label: "By size" }]} />
        <Downloads />
      </>}
    >
      <div class="clusters">
        {clusters.map((cluster) => <ClusterCard key={cluster} cluster={cluster} images={images[cluster]!} sure={sure[cluster]!} />)}
      </div>
    </Section>
  );
}

function Downloads() {
  const shown = useShown();
  const { names } = usePage();
  const { points } = shown;
  const stem = fileStem(shown);
  const files = [
    { label: "Assignments, CSV", run: () => download(`${stem}-assignments.csv`, "text/csv", assignmentsCsv(shown, names)) },
    { label: "Assignments, JSON", run: () => download(`${stem}-assignments.json`, "application/json", assignmentsJson(shown, names)) },
    { label: "Names, CSV", run: () => download(`${stem}-names.csv`, "text/csv", namesCsv(shown, names)) },
    { label: "Names, JSON", run: () => download(`${stem}-names.json`, "application/json", namesJson(shown, names)) },
  ];
  return (
    <details class="menu">
      <summary>Download</summary>
      <div class="menu-items">
        {files.map(({ label, run }) => <button key={label} type="button" onClick={run}>{label}</button>)}
        {points.count < points.total && <p class="note">Assignments of the {count(points.count)} images on the map; the run’s assignments.csv has all {count(points.total)}.</p>}
      </div>
    </details>
  );
}

function ClusterCard({ cluster, images, sure }: { cluster: number; images: number[]; sure: number | null }) {
  const shown = useShown();
  const { details, points } = shown;
  const box = useRef<HTMLElement>(null);
  const isNear = useIsNear(box);
  const size = details.sizes[cluster]!;
  const total = details.sizes.reduce((sum, value) => sum + value, 0);
  return (
    <article class="card cluster" ref={box} aria-label={`Cluster ${cluster}`} style={{ "--group": groupColour(cluster) }}>
      <header>
        {details.means && points.images && (
          <div class="mean">
            <Picture pixels={details.means} index={cluster} shape={points.images} size={84} label={`Mean image of cluster ${cluster}`} />
            <Term text={meanings.mean}>mean</Term>
          </div>
        )}
        <div class="cluster-head">
          <NameField cluster={cluster} />
          <p>
            <strong>{count(size)}</strong> {size === 1 ? "image" : "images"}, <Term text={meanings.share}>{percent(size / total)} of all</Term>
            {sure !== null && <>, <Term text={meanings.sure}>{percent(sure)} sure</Term></>}
          </p>
          <ClassMakeUp cluster={cluster} />
        </div>
      </header>
      {isNear && images.length > 0 && <Strips shown={shown} images={images} />}
      {images.length === 0 && <p class="note">No image of this cluster is among the pictures kept in this page.</p>}
    </article>
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

/** Per cluster the median probability of its points; null where it has none, or the method has none. */
function medianProbabilities({ details: { sizes, clusters, probabilities } }: Shown): (number | null)[] {
  if (!probabilities) return sizes.map(() => null);
  const own = sizes.map((): number[] => []);
  probabilities.forEach((probability, point) => own[clusters[point]!]!.push(probability));
  return own.map((values) => (values.length > 0 ? median(values) : null));
}

function ClassMakeUp({ cluster }: { cluster: number }) {
  const { run, points } = useShown();
  const sizes = classSizes(run.confusion, cluster);
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

/** Images of each class in the cluster, over all parts. */
function classSizes(confusion: Shown["run"]["confusion"], cluster: number): number[] {
  const sizes: number[] = [];
  for (const part of Object.values(confusion)) {
    part?.counts.forEach((row, known) => (sizes[known] = (sizes[known] ?? 0) + (row[cluster] ?? 0)));
  }
  return sizes;
}

function Strips({ shown, images }: { shown: Shown; images: number[] }) {
  const { points, details } = shown;
  const pointOf = points.images!.pointOf;
  const { probabilities, distances } = details;
  const sureFirst = probabilities
    ? [...images].sort((a, b) => probabilities[pointOf[b]!]! - probabilities[pointOf[a]!]! || nearer(a, b))
    : [...images].sort(nearer);
  function nearer(a: number, b: number): number {
    return distances ? distances[pointOf[a]!]! - distances[pointOf[b]!]! : a - b;
  }
  const typical = (distances ? [...images].sort(nearer) : sureFirst).slice(0, picturesPerRow);
  const random = images.filter((image) => image < points.images!.randomCount).slice(0, picturesPerRow);
  return (
    <div class="strips">
      {(distances || probabilities) && <>
        <Strip title="Most typical" text={distances ? "Those nearest to the middle of the cluster." : "Those the method is surest of."} images={typical} />
        <Strip
          title={probabilities ? "Borderline" : "Least typical"}
          text={probabilities ? "Those the method is least sure of: nearly in another cluster." : "Those farthest from the middle of the cluster."}
          images={sureFirst.slice(-picturesPerRow).reverse()}
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

function picturesOf({ points, details }: Shown): number[][] {
  const pictures = details.sizes.map((): number[] => []);
  points.images?.pointOf.forEach((point, image) => pictures[details.clusters[point]!]!.push(image));
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
