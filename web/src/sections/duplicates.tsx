import { useMemo, useState } from "preact/hooks";
import { itemsOf } from "../data/curation";
import type { FindingsSummary } from "../data/format";
import { type Details, itemOf } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Section } from "../page/controls";
import { meanings } from "../page/glossary";
import { counted, percent } from "../page/numbers";
import { PictureButton, title } from "../page/pictures";
import { Term } from "../page/term";

const groupsAtFirst = 24;
const picturesAtFirst = 8;
const tag = "duplicate";

/** Those that look the same, in groups: what is a copy of a copy is in one with both. */
interface Copies {
  points: number[];
  difference: number; // the largest between two that were found alike
}

/** Images that look the same, side by side. */
export function DuplicatesSection({ findings }: { findings: FindingsSummary }) {
  const { details, points, run } = useShown();
  const { decisions } = usePage();
  const [isAll, setAll] = useState(false);
  const groups = useMemo(() => copiesOf(details.duplicates), [details.duplicates]);
  const shown = isAll ? groups : groups.slice(0, groupsAtFirst);
  const others = groups.flatMap(({ points: own }) => own.slice(1)).filter((point) => !details.tags.get(point)?.has(tag));
  const found = findings.nearDuplicates === 0 ? "None were found." : `near-duplicates.csv lists ${counted(findings.nearDuplicates, "pair")}.`;
  return (
    <Section
      id="duplicates" title="Near-duplicates" lead={<>The most alike first. {findings.nearDuplicateRule} {found}</>}
      tools={others.length > 0 && <button type="button" title="All but the first of each group get this tag; undo takes it back" onClick={() => decisions.make({ do: "tag", items: itemsOf(points, others), tag })}>Tag all but one of each “{tag}”</button>}
    >
      {shown.length > 0 && <ul class="copies">{shown.map((copies) => <CopiesCard key={copies.points[0]} copies={copies} />)}</ul>}
      {groups.length > shown.length && <p class="more"><button type="button" onClick={() => setAll(true)}>Show {counted(groups.length - shown.length, `more group`)} of {itemOf(run)}s</button></p>}
    </Section>
  );
}

function CopiesCard({ copies: { points, difference } }: { copies: Copies }) {
  const shown = useShown();
  const [isAll, setAll] = useState(false);
  const images = shown.points.images;
  const some = isAll ? points : points.slice(0, picturesAtFirst);
  return (
    <li class="pair">
      <div class="pair-pictures">
        {some.map((point) => (
          <figure key={point}>
            {images && images.imageOf[point]! >= 0 && <PictureButton image={images.imageOf[point]!} size={88} />}
            <figcaption title={title(shown, point)}>{middle(title(shown, point))}</figcaption>
          </figure>
        ))}
      </div>
      {points.length > some.length && <button type="button" class="link" onClick={() => setAll(true)}>and {points.length - some.length} more</button>}
      <span class="note">{points.length > 2 && `${points.length} ${itemOf(shown.run)}s, `}{difference === 0 ? "the same" : <Term text={meanings.difference}>differ by {points.length > 2 && "at most "}{percent(difference, 2)}</Term>}</span>
    </li>
  );
}

const longest = 16;

/** A name without its middle: names of copies differ at their ends. */
function middle(name: string): string {
  const file = name.slice(name.lastIndexOf("/") + 1);
  return file.length <= longest ? file : `${file.slice(0, 6)}…${file.slice(6 - longest + 1)}`;
}

function copiesOf(pairs: Details["duplicates"]): Copies[] {
  const groups = new Map<number, Copies>(); // by point
  const order = new Set<Copies>();
  for (let i = 0; pairs && i < pairs.first.length; i++) {
    const [a, b] = [groups.get(pairs.first[i]!), groups.get(pairs.second[i]!)];
    const into = a ?? b ?? { points: [], difference: 0 };
    const more = a && b && a !== b ? b.points : [pairs.first[i]!, pairs.second[i]!];
    if (a && b && a !== b) order.delete(b);
    into.points.push(...more.filter((point) => groups.get(point) !== into));
    into.difference = Math.max(into.difference, a && b && a !== b ? b.difference : 0, pairs.differences[i]!);
    into.points.forEach((point) => groups.set(point, into));
    order.add(into);
  }
  return [...order];
}
