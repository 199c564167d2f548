import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Shown, itemOf, none, sizeOf } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Swatch } from "../page/controls";
import { meaningOfOutcome, meanings } from "../page/glossary";
import { count, percent, probability } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Picture } from "../page/pictures";
import { useSheets } from "../page/sheets";
import { Term } from "../page/term";
import { ClassMakeUp } from "./cluster-classes";
import { Strips, picturesPerRow } from "./cluster-strips";
import { trustOf } from "./covers";
import { ImageGrid } from "./grid";
import { Profile } from "./profile";
import { RowTable } from "./rows";

/** One cluster: its name, how large and how sure it is, and what is in it. */
export function ClusterCard({ cluster, images, likely }: { cluster: number; images: number[]; likely: number | null }) {
  const shown = useShown();
  const { details, points } = shown;
  const { names } = usePage();
  const box = useRef<HTMLElement>(null);
  const isNear = useIsNear(box);
  const size = sizeOf(details, cluster);
  const total = points.total;
  const sheets = useSheets(points.images);
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
          {(images.length > picturesPerRow || (sheets && size > 0) || points.table?.values) && (
            <button type="button" aria-pressed={showsAll} onClick={() => setShowsAll(!showsAll)}>{showsAll ? "Show fewer" : `Show all ${points.images ? "images" : "rows"}`}</button>
          )}
        </div>
      </header>
      {details.profiles && cluster !== none && <Profile cluster={cluster} most={8} />}
      {showsAll && points.images && <AllImages cluster={cluster} images={images} />}
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

function AllImages({ cluster, images }: { cluster: number; images: number[] }) {
  const { names } = usePage();
  const { points, details } = useShown();
  const sheets = useSheets(points.images);
  const among = useMemo(() => (sheets ? pointsOf(details.clusters, cluster) : images.map((image) => points.images!.pointOf[image]!)), [sheets, details.clusters, cluster, images]);
  return <ImageGrid among={among} label={names.of(cluster)} />;
}

function pointsOf(clusters: Int32Array, cluster: number): number[] {
  const found: number[] = [];
  clusters.forEach((own, point) => own === cluster && found.push(point));
  return found;
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
