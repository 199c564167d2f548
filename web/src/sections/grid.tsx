import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { itemsOf } from "../data/curation";
import { type Filter, byLikeness, matcher, noFilter } from "../data/filter";
import { none } from "../data/run";
import { usePage, useShown } from "../page/context";
import { MoveTo } from "../page/move";
import { count, counted } from "../page/numbers";
import { SamplePicture, describe, title } from "../page/pictures";
import { dragOf } from "../page/shelf";
import { TagField, tagsOf } from "../page/tags";

const cell = 84; // CSS pixels, with the gap
const pictureSize = 76;
const spare = 3; // rows drawn above and below what is seen

type Order = "typical" | "name" | "alike";

interface GridProps {
  images: number[];
  label: string; // to end a sentence: the images of …
  alikeTo?: number | null; // an image
  isOfAll?: boolean; // of all groups
}

/** Pictures, drawn as they come into view; some can be chosen, moved and tagged, by pointer or by keys. */
export function ImageGrid({ images, label, alikeTo = null, isOfAll = false }: GridProps) {
  const shown = useShown();
  const { names, decisions, inspect } = usePage();
  const { points, details } = shown;
  const pointOf = points.images!.pointOf;
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
    if (order === "alike" && alikeTo !== null) {
      const among = new Set(images);
      return byLikeness(shown, alikeTo).filter((image) => among.has(image) && holds(pointOf[image]!));
    }
    const found = images.filter((image) => holds(pointOf[image]!));
    if (order === "name") return found.sort((a, b) => title(shown, pointOf[a]!).localeCompare(title(shown, pointOf[b]!), "en", { numeric: true }));
    return distances ? found.sort((a, b) => distances[pointOf[a]!]! - distances[pointOf[b]!]!) : found;
  }, [images, filter, order, alikeTo, shown]);
  useEffect(() => setChosen((before) => (before.size === 0 ? before : new Set(wanted.filter((image) => before.has(image))))), [wanted]);
  const columns = Math.max(1, Math.floor(view.width / cell));
  const rows = Math.ceil(wanted.length / columns);
  const first = Math.max(0, Math.floor(view.top / cell) - spare);
  const end = Math.min(rows, Math.ceil((view.top + view.height) / cell) + spare);
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
  const chosenPoints = useMemo(() => Array.from(chosen, (image) => pointOf[image]!), [chosen]);
  const reach = (selector: string) => bar.current?.querySelector<HTMLElement>(selector)?.focus();
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowLeft: (event) => go(focus - 1, event.shiftKey),
    ArrowRight: (event) => go(focus + 1, event.shiftKey),
    ArrowUp: (event) => go(focus - columns, event.shiftKey),
    ArrowDown: (event) => go(focus + columns, event.shiftKey),
    Home: () => go(0, false),
    End: () => go(wanted.length - 1, false),
    " ": () => choose(focus, false),
    Enter: () => inspect(pointOf[wanted[focus]!]!),
    Escape: () => setChosen(new Set()),
    m: () => reach(".move"),
    t: () => reach(".tag-input"),
    n: () => chosen.size > 0 && decisions.make({ do: "move", items: itemsOf(points, chosenPoints.filter((point) => details.clusters[point] !== none)), to: "none" }),
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
      <div class="image-grid" ref={box} role="group" aria-label={`All images of ${label}`} onKeyDown={onKeyDown}>
        <div style={{ height: `${rows * cell}px`, position: "relative" }}>
          {wanted.slice(first * columns, end * columns).map((image, i) => {
            const index = first * columns + i;
            const words = describe(shown, pointOf[image]!, names);
            return (
              <button
                key={image} type="button" class="grid-cell" aria-pressed={chosen.has(image)} aria-label={words} title={words} data-place={index} tabIndex={index === focus ? 0 : -1}
                style={{ left: `${(index % columns) * cell}px`, top: `${Math.floor(index / columns) * cell}px` }}
                onClick={(event) => choose(index, event.shiftKey)} onDblClick={() => inspect(pointOf[image]!)} onFocus={() => setCurrent(index)}
                {...dragOf(() => (chosen.has(image) ? chosenPoints : [pointOf[image]!]))}
              >
                <SamplePicture image={image} size={pictureSize} />
                {details.tags.has(pointOf[image]!) && <span class="tag-mark" aria-hidden="true" />}
              </button>
            );
          })}
        </div>
      </div>
      <p class="note">
        Click to choose, with Shift for all between; drag to another group; double-click for one large. Keys: arrows, Space chooses, Enter opens, <kbd>M</kbd> moves, <kbd>T</kbd> tags, <kbd>N</kbd> puts into no group.
      </p>
    </div>
  );
}

interface FilterBarProps {
  filter: Filter;
  onChange(filter: Filter): void;
  label: string;
  isOfAll: boolean;
  children: ComponentChildren;
}

/** What pictures are shown; only what there is can be asked for. */
function FilterBar({ filter, onChange, label, isOfAll, children }: FilterBarProps) {
  const { points, details } = useShown();
  const { names } = usePage();
  const tags = useMemo(() => tagsOf(details), [details.tags]);
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change });
  const number = (text: string) => (text === "" ? null : Number(text));
  return (
    <div class="filter-bar">
      <input type="search" placeholder="Filter by any word" aria-label={`Filter the images of ${label}`} value={filter.words} onInput={(event) => set({ words: event.currentTarget.value })} />
      {isOfAll && (
        <select aria-label="Group" value={filter.group ?? ""} onChange={(event) => set({ group: number(event.currentTarget.value) })}>
          <option value="">Every group</option>
          {details.groups.map(({ id }) => <option key={id} value={id}>{names.of(id)}</option>)}
          {details.noCluster > 0 && <option value={none}>{names.of(none)}</option>}
        </select>
      )}
      {points.classes && (
        <select aria-label="Class" value={filter.known ?? ""} onChange={(event) => set({ known: number(event.currentTarget.value) })}>
          <option value="">Every class</option>
          {points.classNames.map((name, known) => <option key={known} value={known}>{name}</option>)}
        </select>
      )}
      {(tags.length > 0 || filter.tag !== null) && (
        <select aria-label="Tag" value={filter.tag ?? ""} onChange={(event) => set({ tag: event.currentTarget.value || null })}>
          <option value="">Any tag or none</option>
          {[...new Set([...tags, ...(filter.tag === null ? [] : [filter.tag])])].map((tag) => <option key={tag} value={tag}>{tag}</option>)}
        </select>
      )}
      {(details.outliers || details.duplicates) && (
        <select aria-label="Kind" value={filter.kind} onChange={(event) => set({ kind: event.currentTarget.value as Filter["kind"] })}>
          <option value="all">All kinds</option>
          <option value="unusual">Unusual only</option>
          <option value="duplicate">Duplicates only</option>
        </select>
      )}
      {children}
    </div>
  );
}

function useView(box: { current: HTMLElement | null }): { top: number; width: number; height: number } {
  const [view, setView] = useState({ top: 0, width: 0, height: 480 });
  useEffect(() => {
    const element = box.current!;
    const update = () => setView({ top: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
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
