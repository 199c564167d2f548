import { useEffect, useMemo, useRef } from "preact/hooks";
import { type Shown, itemOf, none } from "../data/run";
import { usePage, useShown } from "./context";
import { meanings } from "./glossary";
import { decimal, probability } from "./numbers";
import { groupColour } from "./palette";
import { Gallery, SamplePicture, originalOf, title } from "./pictures";
import { MoveTo } from "./move";
import { SheetPicture, useSheets } from "./sheets";
import { Swatch } from "./controls";
import { TagField } from "./tags";
import { Term } from "./term";

/** One image, large, with what is known of it and its neighbours; stays beside the page until closed. */
export function Inspector() {
  const { inspected, inspect } = usePage();
  const shown = useShown();
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const open = inspected !== null;

  useEffect(() => {
    if (!open) return;
    opener.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    document.documentElement.classList.add("has-inspector"); // the map gives way to it
    return () => {
      document.documentElement.classList.remove("has-inspector");
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    };
  }, [open]);

  if (inspected === null) return null;
  return (
    <aside
      class="inspector" ref={panel} tabIndex={-1} aria-label={itemOf(shown.run) === "row" ? "Row" : "Image"}
      onKeyDown={(event) => event.key === "Escape" && inspect(null)}
    >
      <header>
        <h2>{title(shown, inspected)}</h2>
        <button type="button" class="quiet" onClick={() => inspect(null)} aria-label="Close">✕</button>
      </header>
      <LargePicture point={inspected} />
      <Facts shown={shown} point={inspected} />
      <Change point={inspected} />
      <Neighbours point={inspected} />
    </aside>
  );
}

function Change({ point }: { point: number }) {
  const points = useMemo(() => [point], [point]);
  return (
    <div class="change">
      <MoveTo points={points} label="Move it to" />
      <TagField points={points} label="Tag it" />
    </div>
  );
}

function LargePicture({ point }: { point: number }) {
  const shown = useShown();
  const images = shown.points.images;
  const image = images?.imageOf[point] ?? -1;
  const sheets = useSheets(images);
  const original = originalOf(shown, point);
  const size = images?.thumbnails ? 240 : 168;
  return images && (image >= 0 || sheets)
    ? (
      <div class="large">
        {image >= 0 ? <SamplePicture image={image} size={size} label="The image" /> : <SheetPicture sheets={sheets!} point={point} size={size} label="The image" />}
        {original && <a href={original} target="_blank" rel="noreferrer">Open the original</a>}
      </div>
    )
    : images && <p class="note">The picture of this point is not among those kept in this page.</p>;
}

function Facts({ shown, point }: { shown: Shown; point: number }) {
  const { names } = usePage();
  const { points, details } = shown;
  const cluster = details.clusters[point]!;
  const known = points.classes?.[point] ?? -1;
  return (
    <dl class="facts">
      <dt>Cluster</dt>
      <dd><Swatch colour={groupColour(cluster)} /> {names.of(cluster)}</dd>
      {details.probabilities && cluster !== none && <>
        <dt><Term text={meanings.probability}>Probability</Term></dt>
        <dd>{probability(details.probabilities[point]!)}</dd>
      </>}
      {details.distances && <>
        <dt><Term text={meanings.distance}>Distance</Term></dt>
        <dd>{decimal(details.distances[point]!)}</dd>
      </>}
      {known >= 0 && <>
        <dt>Class</dt>
        <dd>{points.classNames[known] ?? `Class ${known}`}</dd>
      </>}
    </dl>
  );
}

function Neighbours({ point }: { point: number }) {
  const shown = useShown();
  const { inspect, findAlike } = usePage();
  const image = shown.points.images?.imageOf[point] ?? -1;
  const found = useMemo(() => nearestOf(shown, point), [shown.points, shown.maps, point]);
  if (!found || found.images.length === 0) return null;
  return (
    <section>
      <h3>Most alike</h3>
      <p class="note">{found.words}</p>
      <Gallery images={found.images} label="Neighbours" />
      {image >= 0 && shown.details.neighbours && <button type="button" class="alike" onClick={() => { inspect(null); findAlike(image); }}>Show all by likeness</button>}
    </section>
  );
}

const most = 12;

/** The pictures nearest to a point: in what was clustered where the page knows, else on the map. */
function nearestOf({ points: { images }, details: { neighbours }, maps }: Shown, point: number): { images: ArrayLike<number>; words: string } | null {
  if (!images) return null;
  const image = images.imageOf[point]!;
  if (neighbours && image >= 0) {
    return { images: neighbours.images.subarray(image * neighbours.count, (image + 1) * neighbours.count), words: "Its nearest neighbours among the images in this page, nearest first." };
  }
  const map = maps[0];
  if (!map) return null;
  const away = (other: number) => (map.x[other]! - map.x[point]!) ** 2 + (map.y[other]! - map.y[point]!) ** 2;
  const order = Array.from(images.pointOf.keys()).filter((other) => other !== image).sort((a, b) => away(images.pointOf[a]!) - away(images.pointOf[b]!));
  return { images: order.slice(0, most), words: "Those that lie nearest on the map: neighbours are known of the pictures in this page only." };
}
