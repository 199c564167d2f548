import { itemsOf } from "../data/curation";
import { none } from "../data/run";
import { usePage, useShown } from "./context";

/** Puts points into another group, a new one, or none. */
export function MoveTo({ points, label, onDone }: { points: ArrayLike<number>; label: string; onDone?: () => void }) {
  const { details, points: all } = useShown();
  const { names, decisions } = usePage();
  const own = new Set(Array.from(points, (point) => details.clusters[point]!));
  const choose = (value: string) => {
    if (value === "") return;
    const to = value === "new" || value === "none" ? value : Number(value);
    decisions.make({ do: "move", items: itemsOf(all, Array.from(points)), to });
    onDone?.();
  };
  return (
    <select class="move" aria-label={label} value="" onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{label}…</option>
      {details.groups.filter(({ id }) => own.size > 1 || !own.has(id)).map(({ id }) => <option key={id} value={id}>{names.of(id)}</option>)}
      <option value="new">A new group</option>
      {!(own.size === 1 && own.has(none)) && <option value="none">No group</option>}
    </select>
  );
}
