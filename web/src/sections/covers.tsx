import { useMemo } from "preact/hooks";
import type { ClusterTrust, RunData } from "../data/format";
import { type Details, type Shown, clustersOf, itemOf, none, sizeOf } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Section, Swatch } from "../page/controls";
import { meanings } from "../page/glossary";
import { count, counted, percent } from "../page/numbers";
import { groupColour } from "../page/palette";
import { SamplePicture } from "../page/pictures";
import { Profile } from "./profile";
import { Term } from "../page/term";

const coversAtOnce = 60;
const most = 13; // pictures of a cover

/** What is in the data, on one screen: a cover for each group. */
export function CoversSection() {
  const shown = useShown();
  const clusters = useMemo(() => bySize(shown.details), [shown.details]);
  const covers = useMemo(() => coversOf(shown), [shown]);
  const isMany = clusters.length > 20;
  const shownCount = Math.min(clusters.length, coversAtOnce);
  const columns = { "--wide": evenColumns(shownCount, isMany ? 7 : 5), "--middle": evenColumns(shownCount, isMany ? 5 : 3) };
  return (
    <Section id="overview" title="What is in it">
      <HowMany />
      <ul class={isMany ? "covers is-many" : "covers"} style={columns}>
        {clusters.slice(0, coversAtOnce).map((cluster) => <Cover key={cluster} cluster={cluster} images={covers.get(cluster) ?? []} isSmall={isMany} />)}
      </ul>
      {clusters.length > coversAtOnce && <p class="note">The {coversAtOnce} largest of {count(clusters.length)}; all are below, under Clusters.</p>}
    </Section>
  );
}

/** As many columns as fill the last row best, of the most that fit and up to two fewer; all in one row where they fit. */
function evenColumns(count: number, fitting: number): number {
  if (count <= fitting) return Math.max(1, count);
  const empty = (columns: number) => (columns - (count % columns)) % columns;
  return [fitting, fitting - 1, fitting - 2].filter((columns) => columns > 1).reduce((best, columns) => (empty(columns) < empty(best) ? columns : best));
}

/** How many groups, and how sure that is. */
function HowMany() {
  const { run } = usePage();
  const { details, points } = useShown();
  const { units, groups } = details;
  const styles = units.tree?.styles ?? 0;
  const many = groups.length === 1 ? "1 group" : `${count(groups.length)} groups`;
  return (
    <p class="how-many">
      <strong>{many}{styles > groups.length ? `; ${count(styles)} if styles count` : ""}.</strong>{" "}
      {details.noCluster > 0 && <span>{counted(details.noCluster, itemOf(run))}, {percent(details.noCluster / points.total)} of all, {details.noCluster === 1 ? "is" : "are"} in <a href="#cluster--1">none</a>{2 * details.noCluster > points.total && ": most, so the groups say little about the whole; another recipe puts more into groups"}. </span>}
      {run.countRange && <span>{run.countRange.sentence} </span>}
      {details.units.tree && <a href="#tree">Merge or split them</a>}
    </p>
  );
}

function Cover({ cluster, images, isSmall }: { cluster: number; images: number[]; isSmall: boolean }) {
  const { run, names } = usePage();
  const shown = useShown();
  const size = sizeOf(shown.details, cluster);
  const [first, ...others] = images;
  return (
    <li class="cover" style={{ "--group": groupColour(cluster) }}>
      <a href={`#cluster-${cluster}`}>
        {shown.points.images && (
          <span class="cover-pictures">
            {first === undefined ? <span class="thumbnail is-empty" /> : <SamplePicture image={first} size={isSmall ? 88 : 128} />}
            <span class="cover-others">{others.slice(0, isSmall ? 4 : 12).map((image) => <SamplePicture key={image} image={image} size={isSmall ? 42 : 40} />)}</span>
          </span>
        )}
        {shown.details.profiles && cluster !== none && <Profile cluster={cluster} most={4} />}
        <span class="cover-name"><Swatch colour={groupColour(cluster)} /> {names.of(cluster)}</span>
        <span class="cover-size">{count(size)}<span class="unseen"> {itemOf(run)}s</span> <span class="note">{percent(size / shown.points.total)}</span></span>
      </a>
      <Mark trust={trustOf(run, shown.details, cluster)} />
    </li>
  );
}

/** What is known of a cluster that is still as the run found it. */
export function trustOf(run: RunData, { groups }: Details, cluster: number): ClusterTrust | null {
  const isOwn = groups.find(({ id }) => id === cluster)?.isOwn ?? false;
  return isOwn ? (run.trust?.clusters.find((own) => own.cluster === cluster) ?? null) : null;
}

/** One word on how far a cluster can be trusted. */
export function Mark({ trust }: { trust: ClusterTrust | null }) {
  if (!trust || (trust.stability === null && trust.silhouette === null)) return null;
  const [word, kind] = trust.needsLook ? ["check this one", "is-low"] : (trust.stability ?? 1) >= 0.75 ? ["comes again", "is-high"] : ["mostly comes again", "is-middle"];
  return <span class={`mark-word ${kind}`}><Term text={meanings.mark}>{word}</Term></span>;
}

function bySize(details: Details): number[] {
  return clustersOf(details).sort((a, b) => (a === none ? 1 : b === none ? -1 : sizeOf(details, b) - sizeOf(details, a)));
}

/** For each group some pictures that stand for it: the most typical of its parts, the largest part first. */
export function coversOf({ points, details }: Shown): Map<number, number[]> {
  const { images } = points;
  const covers = new Map<number, number[]>();
  if (!images) return covers;
  const { units, distances, clusters } = details;
  const best = new Map<number, { unit: number; images: number[] }[]>();
  const order = Array.from(images.pointOf.keys());
  if (distances) order.sort((a, b) => distances[images.pointOf[a]!]! - distances[images.pointOf[b]!]!);
  for (const image of order) {
    const point = images.pointOf[image]!;
    const lists = best.get(clusters[point]!) ?? [];
    best.set(clusters[point]!, lists);
    const list = lists.find(({ unit }) => unit === units.of[point]!);
    if (!list) lists.push({ unit: units.of[point]!, images: [image] });
    else if (list.images.length < most) list.images.push(image);
  }
  for (const [cluster, lists] of best) {
    lists.sort((a, b) => (units.sizes[b.unit] ?? 0) - (units.sizes[a.unit] ?? 0));
    const chosen: number[] = [];
    for (let turn = 0; chosen.length < most && turn < most; turn++) {
      for (const { images: own } of lists) if (own[turn] !== undefined && chosen.length < most) chosen.push(own[turn]!);
    }
    covers.set(cluster, chosen);
  }
  return covers;
}
