import { useMemo, useState } from "preact/hooks";
import type { Confusion, Part } from "../data/format";
import { type Shown, itemOf, none, scoredParts } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Choice, FoldedSection } from "../page/controls";
import { count, counted, percent } from "../page/numbers";
import { Gallery } from "../page/pictures";
import { Term } from "../page/term";
import { partNames } from "./overview";
import { evenly } from "./selection";

type Unit = "counts" | "shares";

/** Some cells of the table, and what to call them together. */
interface Picked {
  title: string;
  cells: readonly { known: number; cluster: number }[];
}

const picturesShown = 72;

const whiteAbove = 0.885; // of black and white ink, there both have a contrast of 4.5 in the light

export function ConfusionSection() {
  const { run, points } = useShown();
  const changed = usePage().decisions.made.some((decision) => decision.do !== "rename");
  const parts = scoredParts(run).filter((part) => run.confusion[part]);
  const [part, setPart] = useState<Part>(parts[0]!);
  const [unit, setUnit] = useState<Unit>("shares");
  const [picked, setPicked] = useState<Picked | null>(null);
  const table = run.confusion[part] ?? run.confusion[parts[0]!]!;
  return (
    <FoldedSection
      id="confusion" title="Confusion"
      lead={`Where each class went. Clusters stand in the order of the classes they match best, so a perfect result fills the diagonal.${points.images ? " Click a cell to see its images." : ""}${changed ? " The table is of the clusters as the run found them." : ""}`}
      tools={<>
        {parts.length > 1 && <Choice label="Images" value={part} onChange={setPart} options={parts.map((value) => ({ value, label: partNames[value] }))} />}
        <Choice label="Show" value={unit} onChange={setUnit} options={[{ value: "shares", label: "Row %" }, { value: "counts", label: "Counts" }]} />
      </>}
    >
      <MostConfused table={table} classNames={points.classNames} onPick={setPicked} />
      <HeatMap table={table} unit={unit} picked={picked} onPick={setPicked} />
      {picked && <PickedImages part={part} picked={picked} table={table} onClear={() => setPicked(null)} />}
    </FoldedSection>
  );
}

function MostConfused({ table, classNames, onPick }: { table: Confusion; classNames: string[]; onPick(picked: Picked): void }) {
  const { run, details } = useShown();
  const pairs = useMemo(() => confusedPairs(table, details.groups.length).slice(0, 3), [table, details]);
  if (pairs.length === 0) return null;
  const nameOf = (known: number) => classNames[known] ?? `Class ${known}`;
  return (
    <div class="confused">
      <h3>
        <Term text="Images of one class in clusters where the other has more, both ways, as a count and as a share of the two classes.">Most confused classes</Term>
      </h3>
      <ol>
        {pairs.map(({ a, b, cells, mixed, share }) => (
          <li key={`${a} ${b}`}>
            <button type="button" class="link" onClick={() => onPick({ title: `${nameOf(a)} and ${nameOf(b)}`, cells })}>{nameOf(a)} and {nameOf(b)}</button>
            {" "}<span>{counted(mixed, itemOf(run))}, {percent(share)} of the two</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface HeatMapProps {
  table: Confusion;
  unit: Unit;
  picked: Picked | null;
  onPick(picked: Picked): void;
}

function HeatMap({ table, unit, picked, onPick }: HeatMapProps) {
  const { names } = usePage();
  const { run, points, details } = useShown();
  const item = itemOf(run);
  const nameOf = (cluster: number) => names.of(cluster < details.groups.length ? cluster : none);
  const isPicked = (known: number, cluster: number) => picked?.cells.some((cell) => cell.known === known && cell.cluster === cluster) ?? false;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of classes against clusters">
      <table class="heat-map">
        <thead>
          <tr>
            <th scope="col" class="corner"><span class="note">class ↓ cluster →</span></th>
            {table.order.map((cluster) => <th key={cluster} scope="col" title={nameOf(cluster)}>{cluster < details.groups.length ? (names.given.get(cluster) ?? cluster) : "none"}</th>)}
            <th scope="col" class="sum">{item === "row" ? "Rows" : "Images"}</th>
          </tr>
        </thead>
        <tbody>
          {table.counts.map((row, known) => {
            const sum = row.reduce((total, value) => total + value, 0);
            const name = points.classNames[known] ?? `Class ${known}`;
            return (
              <tr key={known}>
                <th scope="row">{name}</th>
                {table.order.map((cluster) => {
                  const value = row[cluster]!;
                  const share = sum > 0 ? value / sum : 0;
                  const title = `${name} in ${nameOf(cluster)}`;
                  return (
                    <td key={cluster} class={table.clusterOfClass[known] === cluster ? "is-match" : ""}>
                      <button
                        type="button" class={share > whiteAbove ? "cell is-dark" : "cell"} style={{ "--heat": `${(100 * share).toFixed(1)}%` }}
                        aria-label={`${title}: ${counted(value, item)}, ${percent(share)}`} aria-pressed={isPicked(known, cluster)} disabled={value === 0}
                        onClick={() => onPick({ title, cells: [{ known, cluster }] })}
                      >
                        {value === 0 ? "·" : unit === "counts" ? count(value) : percent(share)}
                      </button>
                    </td>
                  );
                })}
                <td class="sum">{count(sum)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function PickedImages({ part, picked, table, onClear }: { part: Part; picked: Picked; table: Confusion; onClear(): void }) {
  const shown = useShown();
  const all = picked.cells.reduce((sum, { known, cluster }) => sum + table.counts[known]![cluster]!, 0);
  const pictures = useMemo(() => picturesIn(shown, part, picked), [shown, part, picked]);
  return (
    <section class="selection" aria-label="Images of the chosen cell">
      <div class="section-head">
        <h3 aria-live="polite">{picked.title}: {counted(all, itemOf(shown.run))}</h3>
        <div class="buttons"><button type="button" onClick={onClear}>Clear</button></div>
      </div>
      {pictures.length > 0
        ? <Gallery images={evenly(pictures, picturesShown)} label={picked.title} />
        : <p class="note">None of them is among the pictures kept in this page.</p>}
      {pictures.length > 0 && pictures.length < all && (
        <p class="note">{count(Math.min(picturesShown, pictures.length))} of them; this page keeps pictures of a sample.</p>
      )}
    </section>
  );
}

/** Pairs of classes by the number of images that lie in a cluster where the other class has more; no matching is needed for that. */
function confusedPairs({ counts }: Confusion, clusterCount: number) {
  const sizes = counts.map((row) => row.reduce((sum, value) => sum + value, 0));
  const pairs = [];
  for (let a = 0; a < counts.length; a++) {
    for (let b = a + 1; b < counts.length; b++) {
      const cells = counts[a]!.slice(0, clusterCount).map((inA, cluster) => ({ known: inA <= counts[b]![cluster]! ? a : b, cluster }));
      const mixed = cells.reduce((sum, { known, cluster }) => sum + counts[known]![cluster]!, 0);
      if (mixed > 0) pairs.push({ a, b, cells, mixed, share: mixed / (sizes[a]! + sizes[b]!) });
    }
  }
  return pairs.sort((first, second) => second.mixed - first.mixed);
}

function picturesIn({ points, details }: Shown, part: Part, { cells }: Picked): number[] {
  const { images, classes } = points;
  const range = points.parts.find(({ name }) => name === part);
  if (!images || !classes || !range) return [];
  const found: number[] = [];
  images.pointOf.forEach((point, image) => {
    const isHere = point >= range.start && point < range.end;
    if (isHere && cells.some(({ known, cluster }) => classes[point] === known && details.clusters[point] === (cluster < details.groups.length ? cluster : none))) found.push(image);
  });
  return found;
}
