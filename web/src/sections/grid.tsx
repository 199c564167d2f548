import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { usePage, useShown } from "../page/context";
import { MoveTo } from "../page/move";
import { count, counted } from "../page/numbers";
import { SamplePicture, describe, title } from "../page/pictures";

const cell = 84; // CSS pixels, with the gap
const pictureSize = 76;
const spare = 3; // rows drawn above and below what is seen

type Order = "typical" | "name";

/** All pictures of a group, drawn as they come into view; some can be chosen and moved. */
export function ImageGrid({ cluster, images }: { cluster: number; images: number[] }) {
  const shown = useShown();
  const { names } = usePage();
  const { points, details } = shown;
  const pointOf = points.images!.pointOf;
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order>("typical");
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const last = useRef<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const view = useView(box);
  const wanted = useMemo(() => {
    const words = filter.trim().toLowerCase();
    const found = words === "" ? [...images] : images.filter((image) => describe(shown, pointOf[image]!, names).toLowerCase().includes(words));
    const { distances } = details;
    if (order === "name") return found.sort((a, b) => title(shown, pointOf[a]!).localeCompare(title(shown, pointOf[b]!), "en", { numeric: true }));
    return distances ? found.sort((a, b) => distances[pointOf[a]!]! - distances[pointOf[b]!]!) : found;
  }, [images, filter, order, shown]);
  const columns = Math.max(1, Math.floor(view.width / cell));
  const rows = Math.ceil(wanted.length / columns);
  const first = Math.max(0, Math.floor(view.top / cell) - spare);
  const end = Math.min(rows, Math.ceil((view.top + view.height) / cell) + spare);
  const choose = (index: number, event: MouseEvent) => {
    const next = new Set(chosen);
    const from = event.shiftKey && last.current !== null ? last.current : index;
    const add = event.shiftKey || !chosen.has(wanted[index]!);
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      if (add) next.add(wanted[i]!);
      else next.delete(wanted[i]!);
    }
    last.current = index;
    setChosen(next);
  };
  return (
    <div class="grid-box">
      <div class="grid-bar">
        <input type="search" placeholder="Filter by name or class" aria-label={`Filter the images of ${names.of(cluster)}`} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <select aria-label="Order of images" value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
          <option value="typical">Most typical first</option>
          <option value="name">By name</option>
        </select>
        <span class="note" aria-live="polite">{chosen.size > 0 ? `${count(chosen.size)} chosen` : counted(wanted.length, "image")}</span>
        {chosen.size > 0 && <>
          <MoveTo points={Array.from(chosen, (image) => pointOf[image]!)} label="Move them to" onDone={() => setChosen(new Set())} />
          <button type="button" onClick={() => setChosen(new Set())}>Clear</button>
        </>}
        {chosen.size === 0 && wanted.length > 0 && <button type="button" onClick={() => setChosen(new Set(wanted))}>Choose all</button>}
      </div>
      <div class="image-grid" ref={box} tabIndex={0} role="group" aria-label={`All images of ${names.of(cluster)}`}>
        <div style={{ height: `${rows * cell}px`, position: "relative" }}>
          {wanted.slice(first * columns, end * columns).map((image, i) => {
            const index = first * columns + i;
            const label = describe(shown, pointOf[image]!, names);
            return (
              <button
                key={image} type="button" class="grid-cell" aria-pressed={chosen.has(image)} aria-label={label} title={label}
                style={{ left: `${(index % columns) * cell}px`, top: `${Math.floor(index / columns) * cell}px` }}
                onClick={(event) => choose(index, event)}
              >
                <SamplePicture image={image} size={pictureSize} />
              </button>
            );
          })}
        </div>
      </div>
      <p class="note">Click to choose, with Shift for all between; chosen images can be moved.</p>
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
