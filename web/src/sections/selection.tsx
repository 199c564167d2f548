import { type Shown, itemOf } from "../data/run";
import { groupOfClass } from "../page/classes";
import { usePage, useShown } from "../page/context";
import { ShareBar, Swatch } from "../page/controls";
import { assignmentsCsv, download, fileStem } from "../page/download";
import { MoveTo } from "../page/move";
import { count, counted, percent } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Gallery } from "../page/pictures";
import { TagField } from "../page/tags";

const picturesShown = 60;

/** What is in a part of the map the reader chose. */
export function Selection({ points, onClear }: { points: Uint32Array; onClear(): void }) {
  const shown = useShown();
  const { names } = usePage();
  const { images, classes, classNames } = shown.points;
  const pictures = images ? Array.from(points, (point) => images.imageOf[point]!).filter((image) => image >= 0) : [];
  return (
    <section class="selection" aria-label="Selection">
      <div class="section-head">
        <h3 aria-live="polite">{counted(points.length, itemOf(shown.run))} selected</h3>
        <div class="buttons">
          <MoveTo points={points} label="Move them to" onDone={onClear} />
          <TagField points={points} label="Tag them" />
          <button type="button" onClick={() => download(`${fileStem(shown)}-selection.csv`, "text/csv", assignmentsCsv(shown, names, points))}>Download CSV</button>
          <button type="button" onClick={onClear}>Clear</button>
        </div>
      </div>
      <MakeUp title="Clusters" points={points} groups={shown.details.clusters} nameOf={names.of} />
      {classes && (
        <MakeUp title="Classes" points={points} groups={classes} nameOf={(known) => classNames[known] ?? "unknown"} colours={groupOfClass(shown.run, classNames.length)} />
      )}
      {pictures.length > 0 && <>
        <Gallery images={evenly(pictures, picturesShown)} label="Selected images" />
        {pictures.length > picturesShown && <p class="note">{count(picturesShown)} of the {count(pictures.length)} selected images that have pictures in this page.</p>}
      </>}
    </section>
  );
}

interface MakeUpProps {
  title: string;
  points: Uint32Array;
  groups: Shown["details"]["clusters"] | Int32Array;
  nameOf(group: number): string;
  colours?: number[]; // of each group, its place in the palette; its number where not given
}

function MakeUp({ title, points, groups, nameOf, colours }: MakeUpProps) {
  const colourOf = (group: number) => groupColour(colours ? (colours[group] ?? -1) : group);
  const sizes = new Map<number, number>();
  for (const point of points) sizes.set(groups[point]!, (sizes.get(groups[point]!) ?? 0) + 1);
  const sorted = [...sizes].sort((a, b) => b[1] - a[1]);
  const pieces = sorted.map(([group, size]) => ({
    share: size / points.length, colour: colourOf(group), title: `${nameOf(group)} ${percent(size / points.length)}`,
  }));
  return (
    <div class="make-up">
      <h4>{title}</h4>
      <ShareBar pieces={pieces} label={pieces.map((piece) => piece.title).join(", ")} />
      <p class="keys">
        {sorted.slice(0, 6).map(([group, size]) => (
          <span key={group}><Swatch colour={colourOf(group)} /> {nameOf(group)} <span class="note">{count(size)}</span></span>
        ))}
        {sorted.length > 6 && <span class="note">and {sorted.length - 6} more</span>}
      </p>
    </div>
  );
}

/** At most so many items, taken at even steps. */
export function evenly<T>(items: T[], most: number): T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
