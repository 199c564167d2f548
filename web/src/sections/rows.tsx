import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { usePage, useShown } from "../page/context";
import { MoveTo } from "../page/move";
import { count, decimal } from "../page/numbers";
import { title } from "../page/pictures";
import { TagField } from "../page/tags";

const rowsAtOnce = 200;

/** The rows of a group of a table, with their values; some can be chosen, moved and tagged. */
export function RowTable({ cluster }: { cluster: number }) {
  const shown = useShown();
  const { inspect } = usePage();
  const { details } = shown;
  const { table, count: all } = shown.points;
  const { columns, values } = table!;
  const points = useMemo(() => Array.from({ length: all }, (_, point) => point).filter((point) => details.clusters[point] === cluster), [all, details.clusters, cluster]);
  const [most, setMost] = useState(rowsAtOnce);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const last = useRef<number | null>(null);
  useEffect(() => setChosen((before) => (before.size === 0 ? before : new Set(points.filter((point) => before.has(point))))), [points]);
  const chosenPoints = useMemo(() => [...chosen], [chosen]);
  const choose = (place: number, isRange: boolean) => {
    const next = new Set(chosen);
    const from = isRange && last.current !== null ? last.current : place;
    const add = isRange || !chosen.has(points[place]!);
    for (const point of points.slice(Math.min(from, place), Math.max(from, place) + 1)) {
      if (add) next.add(point);
      else next.delete(point);
    }
    last.current = place;
    setChosen(next);
  };
  return (
    <div class="grid-box">
      <div class="grid-bar">
        <span class="note" aria-live="polite">{chosen.size > 0 ? `${count(chosen.size)} chosen` : "Choose rows to move or tag them, with Shift for all between."}</span>
        {chosen.size > 0 && <>
          <MoveTo points={chosenPoints} label="Move them to" onDone={() => setChosen(new Set())} />
          <TagField points={chosenPoints} label="Tag them" />
          <button type="button" onClick={() => setChosen(new Set())}>Clear</button>
        </>}
        {chosen.size === 0 && points.length > 0 && <button type="button" onClick={() => setChosen(new Set(points))}>Choose all</button>}
      </div>
      <div class="scroll row-table" tabIndex={0} role="region" aria-label="Rows">
        <table class="run-table">
          <thead><tr><th scope="col">Row</th>{columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {points.slice(0, most).map((point, place) => (
              <tr key={point} class={chosen.has(point) ? "is-chosen" : ""}>
                <th scope="row">
                  <span class="row-name">
                    <input type="checkbox" aria-label={`Choose ${title(shown, point)}`} checked={chosen.has(point)} onClick={(event) => choose(place, event.shiftKey)} />
                    <button type="button" class="quiet" onClick={() => inspect(point)}>{title(shown, point)}</button>
                    {[...(details.tags.get(point) ?? [])].map((tag) => <span key={tag} class="tag">{tag}</span>)}
                  </span>
                </th>
                {columns.map((name, column) => <td key={name}>{decimal(values![point * columns.length + column]!)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {points.length > most && (
        <p class="note">
          The first {count(most)} of {count(points.length)} rows. <button type="button" onClick={() => setMost(most + 5 * rowsAtOnce)}>Show more</button>
        </p>
      )}
    </div>
  );
}
