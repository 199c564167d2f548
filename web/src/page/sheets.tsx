import { useEffect, useState } from "preact/hooks";
import type { Images, Sheets } from "../data/run";

// Pictures beside the page. Browsers let a page from disk show such files, though not read them: so each is an <img> of its whole sheet, cut by its box.

const changed = new EventTarget();
const missing = new Set<string>(); // folders that are not where the page is
const ahead = new Map<string, HTMLImageElement>(); // the last asked for before they are seen
const mostAhead = 48;

/** The sheets of a page; null where it has none, or lies without them. */
export function useSheets(images: Images | null): Sheets | null {
  const [, update] = useState(0);
  useEffect(() => {
    const again = () => update((before) => before + 1);
    changed.addEventListener("missing", again);
    if (images && isMissing(images)) again(); // it was found so before anybody listened
    return () => changed.removeEventListener("missing", again);
  }, [images]);
  return images?.sheets && !missing.has(images.sheets.folder) ? images.sheets : null;
}

/** Whether the pictures that should lie beside the page do not. */
export const isMissing = (images: Images): boolean => !!images.sheets && missing.has(images.sheets.folder);

export function SheetPicture({ sheets, point, size, label }: { sheets: Sheets; point: number; size: number; label?: string }) {
  const { columns } = sheets;
  const square = sheets.placeOf[point]! % (columns * columns);
  const scale = Math.min(size, sheets.side * mostEnlarged);
  const url = urlOf(sheets, point);
  return (
    <span class="sheet-picture" style={{ width: `${scale}px`, height: `${scale}px` }}>
      <img
        key={url} src={url} alt={label ?? ""} decoding="async" draggable={false} onError={() => lose(sheets)} class={scale >= 2 * sheets.side ? "is-enlarged" : ""}
        style={{ width: `${columns * scale}px`, left: `${-(square % columns) * scale}px`, top: `${-Math.floor(square / columns) * scale}px` }}
      />
    </span>
  );
}

const mostEnlarged = 6; // as small pictures in the page

/** Loads and decodes the sheets of points that will be seen soon, when there is time. */
export function loadAhead(sheets: Sheets, points: number[]): void {
  const idle = (globalThis.requestIdleCallback as typeof requestIdleCallback | undefined) ?? ((act: () => void) => setTimeout(act, 1)); // Safari has none
  idle(() => {
    for (const url of new Set(points.map((point) => urlOf(sheets, point)))) {
      const known = ahead.get(url);
      if (known) ahead.delete(url); // to the end of the line
      const image = known ?? new Image();
      ahead.set(url, image);
      if (known) continue;
      image.decoding = "async";
      image.src = url;
      void image.decode().catch(() => undefined); // one that is seen says what is missing
    }
    for (const url of ahead.keys()) {
      if (ahead.size <= mostAhead) break;
      ahead.delete(url);
    }
  });
}

const urlOf = ({ folder, placeOf, columns }: Sheets, point: number): string => `${folder}/${Math.floor(placeOf[point]! / (columns * columns))}.webp`;

function lose({ folder }: Sheets): void {
  missing.add(folder);
  changed.dispatchEvent(new Event("missing"));
}
