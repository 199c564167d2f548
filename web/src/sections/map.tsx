import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Positions, type Shown, clustersOf, itemOf, none } from "../data/run";
import type { Spot } from "../map/camera";
import type { Label } from "../map/overlay";
import { MapView } from "../map/view";
import { groupOfClass } from "../page/classes";
import { usePage, useShown } from "../page/context";
import { Choice, Section, Swatch } from "../page/controls";
import { count, counted, probability } from "../page/numbers";
import { groupColour } from "../page/palette";
import { SamplePicture, title } from "../page/pictures";
import { SheetPicture, useSheets } from "../page/sheets";
import { Selection } from "./selection";

type ColourBy = "cluster" | "class";

interface Hover {
  point: number;
  spot: Spot;
}

export function MapSection() {
  const { run, points, maps } = useShown();
  const [chosen, setChosen] = useState(0);
  const item = itemOf(run);
  const positions = maps[chosen];
  if (!positions) return null;
  const some = points.count < points.total ? `A sample of ${count(points.count)} of the ${count(points.total)} ${item}s` : `All ${count(points.count)} ${item}s`;
  return (
    <Section
      id="map" title="Map"
      lead={`${some}, one dot each, placed by ${positions.name}: ${item}s that lie close together look alike to the method. ${positions.note}`}
      tools={maps.length > 1 && <Choice label="Placed by" value={String(chosen)} onChange={(value) => setChosen(Number(value))} options={maps.map(({ label }, index) => ({ value: String(index), label }))} />}
    >
      <Explorer positions={positions} key={positions.label} />
    </Section>
  );
}

function Explorer({ positions }: { positions: Positions }) {
  const shown = useShown();
  const { names, inspect, inspected, theme } = usePage();
  const { points } = shown;
  const [colourBy, setColourBy] = useState<ColourBy>("cluster");
  const [wanted, setWanted] = useState<ReadonlySet<number>>(new Set());
  const [lasso, setLasso] = useState(false);
  const [pictures, setPictures] = useState(false);
  const [hover, setHover] = useState<Hover | null>(null);
  const [chosen, setChosen] = useState<Uint32Array | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView | null>(null);

  const groups = useMemo(() => groupsOf(shown, colourBy, names.of), [shown, colourBy, names]);
  const labels = useMemo(() => labelsOf(positions, groups).filter(({ group }) => groups.colours[group] !== none), [positions, groups]);

  // at once, not after the next frame: what a click changed holds for the click after it
  useLayoutEffect(() => {
    try {
      view.current = new MapView(host.current!, dots.current!, above.current!, points.images, positions, {
        hover: (point, spot) => setHover(spot && point >= 0 ? { point, spot } : null),
        pick: (point) => { setHover(null); inspect(point); },
        choose: (points) => { setChosen(points); setLasso(false); },
      });
    } catch (error) {
      setFailure((error as Error).message);
    }
    return () => view.current?.dispose();
  }, [points, positions]);

  useLayoutEffect(() => view.current?.setColouring({ groups: groups.of, colours: groups.colours, wanted }), [points, groups, wanted]);
  useLayoutEffect(() => view.current?.setLabels(labels.filter(({ group }) => wanted.size === 0 || wanted.has(group))), [points, labels, wanted]);
  useLayoutEffect(() => view.current?.setChosen(chosen), [points, chosen]);
  useLayoutEffect(() => view.current?.setMarked(inspected === null ? null : markOf(shown, inspected)), [points, inspected]);
  useLayoutEffect(() => {
    const style = getComputedStyle(host.current!);
    view.current?.setInk({ text: style.getPropertyValue("--ink"), ground: style.getPropertyValue("--card") });
  }, [points, theme]);
  useLayoutEffect(() => {
    if (!view.current) return;
    view.current.lassoIsOn = lasso;
    view.current.picturesAreOn = pictures;
    view.current.redraw();
  }, [points, lasso, pictures]);

  const show = (groups: ReadonlySet<number>) => { setWanted(groups); setChosen(null); }; // what was chosen may not be among them
  const recolour = (value: ColourBy) => { setColourBy(value); setWanted(new Set()); };
  if (failure) return <p class="note">{failure} Everything else on this page works without it.</p>;
  return (
    <div class="explorer">
      <div class="map-bar">
        {points.classes && (
          <Choice label="Colour by" value={colourBy} onChange={recolour}
            options={[{ value: "cluster", label: "Clusters" }, { value: "class", label: "Classes" }]} />
        )}
        <div class="buttons">
          <button type="button" aria-pressed={lasso} onClick={() => setLasso(!lasso)} title="Draw around points; or hold Shift and drag">Lasso</button>
          <button type="button" onClick={() => view.current?.chooseVisible()}>Select what is in view</button>
          {points.images && <button type="button" aria-pressed={pictures} onClick={() => setPictures(!pictures)}>Pictures</button>}
        </div>
        <div class="buttons">
          <button type="button" aria-label="Zoom out" onClick={() => view.current?.zoomBy(1 / 1.6)}>−</button>
          <button type="button" aria-label="Zoom in" onClick={() => view.current?.zoomBy(1.6)}>+</button>
          <button type="button" onClick={() => view.current?.reset()}>Whole map</button>
        </div>
      </div>
      <div class={lasso ? "map is-lasso" : "map"} ref={host}>
        <canvas ref={dots} class="map-dots" />
        <canvas
          ref={above} class="map-above" tabIndex={0} role="application"
          aria-label={`Map of ${counted(points.count, itemOf(shown.run))}. Arrow keys move it, plus and minus zoom, 0 shows the whole, Enter opens the one nearest to the middle.`}
        />
        {hover && <HoverCard hover={hover} width={host.current?.clientWidth ?? 0} height={host.current?.clientHeight ?? 0} />}
      </div>
      <p class="note map-help">
        <span class="with-pointer">Drag to move; click the map, then scroll to zoom. </span><span class="with-fingers">Two fingers move and zoom. </span>{points.images && "Click a dot to see the images most alike."}
      </p>
      <Legend groups={groups} wanted={wanted} onChange={show} />
      {chosen && <ScrolledTo points={chosen} />}
      {chosen && <Selection points={chosen} onClear={() => setChosen(null)} />}
    </div>
  );
}

function HoverCard({ hover: { point, spot }, width, height }: { hover: Hover; width: number; height: number }) {
  const shown = useShown();
  const { names } = usePage();
  const { points, details } = shown;
  const image = points.images?.imageOf[point] ?? -1;
  const sheets = useSheets(points.images);
  const cluster = details.clusters[point]!;
  const known = points.classes?.[point] ?? -1;
  const place = {
    ...(spot.x > width / 2 ? { right: `${width - spot.x + 16}px` } : { left: `${spot.x + 16}px` }),
    ...(spot.y > height / 2 ? { bottom: `${height - spot.y + 8}px` } : { top: `${spot.y + 8}px` }),
  };
  return (
    <div class="hover-card" style={place}>
      {points.images && image >= 0 && <SamplePicture image={image} size={84} />}
      {sheets && image < 0 && <SheetPicture sheets={sheets} point={point} size={84} />}
      <div>
        <p class="note">{title(shown, point)}</p>
        <p><Swatch colour={groupColour(cluster)} /> {names.of(cluster)}</p>
        {details.probabilities && cluster !== none && <p>Probability {probability(details.probabilities[point]!)} by the method</p>}
        {known >= 0 && <p>Class: {points.classNames[known] ?? known}</p>}
      </div>
    </div>
  );
}

/** What was chosen appears below the map: it is brought into view. */
function ScrolledTo({ points }: { points: Uint32Array }) {
  const mark = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => mark.current?.scrollIntoView({ block: "nearest" }), [points]);
  return <div class="scroll-mark" ref={mark} />;
}

const legendWhole = 60; // with more groups it scrolls

interface LegendProps {
  groups: Groups;
  wanted: ReadonlySet<number>;
  onChange(wanted: ReadonlySet<number>): void;
}

/** The groups with their colours; choosing some hides the others. */
function Legend({ groups: { names, colours, sizes }, wanted, onChange }: LegendProps) {
  const toggle = (group: number) => {
    const changed = new Set(wanted);
    if (!changed.delete(group)) changed.add(group);
    onChange(changed);
  };
  return (
    <div class={names.length > legendWhole ? "legend is-long" : "legend"} role="group" aria-label="Show only">
      {names.map((name, group) => (
        <button key={group} type="button" aria-pressed={wanted.has(group)} class={wanted.size > 0 && !wanted.has(group) ? "is-off" : ""} onClick={() => toggle(group)}>
          <Swatch colour={groupColour(colours[group]!)} /> {name} <span class="note">{count(sizes[group]!)}</span>
        </button>
      ))}
      {wanted.size > 0 && <button type="button" class="link" onClick={() => onChange(new Set())}>Show all</button>}
    </div>
  );
}

interface Groups {
  of: ArrayLike<number>;
  names: string[];
  colours: number[]; // places in the palette
  sizes: number[]; // points on the map
}

function groupsOf({ run, points, details }: Shown, by: ColourBy, nameOf: (cluster: number) => string): Groups {
  const { of, names, colours } = by === "class" && points.classes
    ? { of: points.classes, names: points.classNames, colours: groupOfClass(run, points.classNames.length) }
    : { of: placesOf(details), names: clustersOf(details).map(nameOf), colours: clustersOf(details) };
  const sizes = new Array<number>(names.length).fill(0);
  for (let point = 0; point < of.length; point++) {
    if (of[point]! >= 0) sizes[of[point]!]!++;
  }
  return { of, names, colours, sizes };
}

/** Of every point, the place of its cluster among those there are. */
function placesOf(details: Shown["details"]): Int32Array {
  const places = new Map(clustersOf(details).map((cluster, place) => [cluster, place]));
  return details.clusters.map((cluster) => places.get(cluster) ?? -1);
}

/** A name in the middle of each group: the median of its points, which a few far away ones do not move. */
function labelsOf({ x, y }: Positions, { of, names, sizes }: Groups): Label[] {
  const members = sizes.map((size) => new Uint32Array(size));
  const filled = new Array<number>(names.length).fill(0);
  for (let point = 0; point < of.length; point++) {
    const group = of[point]!;
    if (group >= 0) members[group]![filled[group]!++] = point;
  }
  const middle = (values: Uint16Array, points: Uint32Array) => Uint16Array.from(points, (point) => values[point]!).sort()[points.length >> 1]!;
  return members.flatMap((points, group) =>
    points.length === 0 ? [] : [{ group, size: points.length, text: shorten(names[group]!), x: middle(x, points), y: middle(y, points) }]);
}

const shorten = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

function markOf({ points, details }: Shown, point: number) {
  const image = points.images?.imageOf[point] ?? -1;
  if (!details.neighbours || image < 0) return { point, neighbours: [] };
  const { count, images } = details.neighbours;
  return { point, neighbours: Array.from(images.subarray(image * count, (image + 1) * count), (neighbour) => points.images!.pointOf[neighbour]!) };
}
