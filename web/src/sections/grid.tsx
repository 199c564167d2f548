import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { itemsOf } from "../data/curation";
import { type Filter, byLikeness, matcher, noFilter } from "../data/filter";
import { type Shown, none } from "../data/run";
import { usePage, useShown } from "../page/context";
import { MoveTo } from "../page/move";
import { count, counted } from "../page/numbers";
import { describe, title } from "../page/pictures";
import { dragsOf } from "../page/shelf";
import { loadAhead, useSheets } from "../page/sheets";
import { TagField } from "../page/tags";
import { FilterBar } from "./grid-filter";
import { GridRow, cell, placeOf } from "./grid-row";

const spare = 3; // rows drawn above and below what is seen
const soon = 12; // rows beyond these whose pictures are loaded

const byName = new Intl.Collator("en", { numeric: true });

type Order = "typical" | "name" | "alike";

interface GridProps {
  among: number[]; // points with a picture
  label: string; // to end a sentence: the images of …
  alikeTo?: number | null; // an image
  isOfAll?: boolean; // of all groups
}

/** Pictures, drawn as they come into view; some can be chosen, moved and tagged, by pointer or by keys. */
export function ImageGrid({ among, label, alikeTo = null, isOfAll = false }: GridProps) {
  const shown = useShown();
  const { names, decisions, inspect } = usePage();
  const { points, details } = shown;
  const sheets = useSheets(points.images);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [order, setOrder] = useState<Order>("typical");
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0); // the place that keys act on
  const last = useRef<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const view = useView(box);
  useEffect(() => setOrder(alikeTo === null ? "typical" : "alike"), [alikeTo]);
  const wanted = useMemo(() => {
    const holds = matcher(shown, filter, (point) => describe(shown, point, names));
    const { distances } = details;
    if (order === "alike" && alikeTo !== null) return alikeFirst(shown, alikeTo, among).filter(holds);
    const found = among.filter(holds);
    if (order === "name") return found.sort((a, b) => byName.compare(title(shown, a), title(shown, b)));
    return distances ? found.sort((a, b) => distances[a]! - distances[b]!) : found;
  }, [among, filter, order, alikeTo, shown]);
  useEffect(() => setChosen((before) => (before.size === 0 ? before : new Set(wanted.filter((point) => before.has(point))))), [wanted]);
  const columns = Math.max(1, Math.floor(view.width / cell));
  const rows = Math.ceil(wanted.length / columns);
  const first = Math.max(0, Math.min(view.firstRow - spare, rows - view.rows));
  const end = Math.min(rows, view.firstRow + view.rows + spare);
  useEffect(() => {
    if (sheets) loadAhead(sheets, wanted.slice(Math.max(0, first - soon) * columns, (end + soon) * columns));
  }, [sheets, wanted, first, end, columns]);
  const focus = Math.min(current, Math.max(0, wanted.length - 1));
  const choose = (index: number, isRange: boolean) => {
    const next = new Set(chosen);
    const from = isRange && last.current !== null ? last.current : index;
    const add = isRange || !chosen.has(wanted[index]!);
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      if (add) next.add(wanted[i]!);
      else next.delete(wanted[i]!);
    }
    last.current = index;
    setCurrent(index);
    setChosen(next);
  };
  const go = (to: number, isRange: boolean) => {
    const index = Math.min(Math.max(to, 0), wanted.length - 1);
    if (isRange) {
      last.current ??= focus;
      choose(index, true);
      last.current = index;
    }
    setCurrent(index);
    const top = Math.floor(index / columns) * cell;
    const element = box.current!;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + cell > element.scrollTop + element.clientHeight) element.scrollTop = top + cell - element.clientHeight;
    requestAnimationFrame(() => requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-place="${index}"]`)?.focus({ preventScroll: true })));
  };
  const chosenPoints = useMemo(() => [...chosen], [chosen]);
  const reach = (selector: string) => bar.current?.querySelector<HTMLElement>(selector)?.focus();
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowLeft: (event) => go(focus - 1, event.shiftKey),
    ArrowRight: (event) => go(focus + 1, event.shiftKey),
    ArrowUp: (event) => go(focus - columns, event.shiftKey),
    ArrowDown: (event) => go(focus + columns, event.shiftKey),
    Home: () => go(0, false),
    End: () => go(wanted.length - 1, false),
    " ": () => choose(focus, false),
    Enter: () => inspect(wanted[focus]!),
    Escape: () => setChosen(new Set()),
    m: () => reach(".move"),
    t: () => reach(".tag-input"),
    n: () => chosen.size > 0 && decisions.make({ do: "move", items: itemsOf(points, chosenPoints.filter((point) => details.clusters[point] !== none)), to: "none" }),
  };
  const onCell = <T extends Event>(act: (place: number, event: T) => void) => (event: T) => {
    const place = placeOf(event);
    if (place !== null) act(place, event);
  };
  const dragged = (event: DragEvent) => {
    const point = wanted[placeOf(event)!]!;
    return chosen.has(point) ? chosenPoints : [point];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey || wanted.length === 0 ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  };
  return (
    <div class="grid-box">
      <FilterBar filter={filter} onChange={setFilter} label={label} isOfAll={isOfAll}>
        <select aria-label="Order of images" value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
          <option value="typical">Most typical first</option>
          <option value="name">By name</option>
          {alikeTo !== null && <option value="alike">Most alike first</option>}
        </select>
      </FilterBar>
      <div class="grid-bar" ref={bar}>
        <span class="note" aria-live="polite">{chosen.size > 0 ? `${count(chosen.size)} chosen` : counted(wanted.length, "image")}</span>
        {chosen.size > 0 && <>
          <MoveTo points={chosenPoints} label="Move them to" onDone={() => setChosen(new Set())} />
          <TagField points={chosenPoints} label="Tag them" />
          <button type="button" onClick={() => setChosen(new Set())}>Clear</button>
        </>}
        {chosen.size === 0 && wanted.length > 0 && <button type="button" onClick={() => setChosen(new Set(wanted))}>Choose all</button>}
      </div>
      <div
        class="image-grid" ref={box} role="group" aria-label={`All images of ${label}`} onKeyDown={onKeyDown}
        onClick={onCell<MouseEvent>((place, event) => choose(place, event.shiftKey))} onDblClick={onCell((place) => inspect(wanted[place]!))} onFocusIn={onCell(setCurrent)} {...dragsOf(dragged)}
      >
        <div style={{ height: `${rows * cell}px`, position: "relative" }}>
          {Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i).map((row) => (
            <GridRow
              key={row % (view.rows + 2 * spare + 1)} shown={shown} names={names} sheets={sheets} points={wanted} from={row * columns} end={Math.min(wanted.length, (row + 1) * columns)}
              top={row * cell} chosen={chosen} focus={focus}
            />
          ))}
        </div>
      </div>
      <p class="note">
        Click to choose, with Shift for all between; drag to another group; double-click for one large. Keys: arrows, Space chooses, Enter opens, <kbd>M</kbd> moves, <kbd>T</kbd> tags, <kbd>N</kbd> puts into no group.
      </p>
    </div>
  );
}

/** The points by likeness to an image; those of which the page knows no neighbours stay last. */
function alikeFirst(shown: Shown, image: number, among: number[]): number[] {
  const own = new Set(among);
  const { pointOf, imageOf } = shown.points.images!;
  return [...byLikeness(shown, image).map((other) => pointOf[other]!).filter((point) => own.has(point)), ...among.filter((point) => imageOf[point]! < 0)];
}

/** What is seen of the grid, in whole rows: nothing is drawn again while these stay. */
function useView(box: { current: HTMLElement | null }): { firstRow: number; rows: number; width: number } {
  const [view, setView] = useState({ firstRow: 0, rows: 6, width: 0 });
  useEffect(() => {
    const element = box.current!;
    const update = () => {
      const next = { firstRow: Math.floor(element.scrollTop / cell), rows: Math.ceil(element.clientHeight / cell) + 1, width: element.clientWidth };
      setView((before) => (before.firstRow === next.firstRow && before.rows === next.rows && before.width === next.width ? before : next));
    };
    const observer = new ResizeObserver(update);
    observer.observe(element);
    element.addEventListener("scroll", update, { passive: true });
    update();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", update);
    };
  }, []);
  return view;
}
