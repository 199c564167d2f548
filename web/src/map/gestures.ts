import type { Spot } from "./camera";

export interface GestureTarget {
  pan(right: number, down: number): void;
  zoom(spot: Spot, factor: number): void;
  hover(spot: Spot | null): void;
  click(spot: Spot): void;
  drawLasso(outline: Spot[]): void;
  endLasso(outline: Spot[]): void;
  key(key: string): boolean; // whether it meant something
}

const clickSlack = 4;

/** Turns pointer, wheel and keys on an element into pans, zooms, clicks and lassos. Returns what takes it off again. */
export function listen(element: HTMLElement, target: GestureTarget, lassoIsOn: () => boolean): () => void {
  const held = new Map<number, Spot>();
  let outline: Spot[] | null = null;
  let moved = 0;

  const spotOf = (event: MouseEvent): Spot => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    held.set(event.pointerId, spotOf(event));
    moved = 0;
    outline = held.size === 1 && (lassoIsOn() || event.shiftKey) ? [spotOf(event)] : null;
  };

  const move = (event: PointerEvent) => {
    const spot = spotOf(event);
    const before = held.get(event.pointerId);
    if (!before) return target.hover(event.pointerType === "touch" ? null : spot);
    moved += Math.hypot(spot.x - before.x, spot.y - before.y);
    held.set(event.pointerId, spot);
    if (outline) {
      outline.push(spot);
      return target.drawLasso(outline);
    }
    if (held.size === 2) pinch(event.pointerId, before, spot);
    else if (moved > clickSlack) target.pan(spot.x - before.x, spot.y - before.y);
  };

  const pinch = (moving: number, before: Spot, spot: Spot) => {
    const other = [...held].find(([id]) => id !== moving)![1];
    const distance = Math.hypot(spot.x - other.x, spot.y - other.y);
    const earlier = Math.hypot(before.x - other.x, before.y - other.y);
    target.pan((spot.x - before.x) / 2, (spot.y - before.y) / 2);
    if (earlier > 0) target.zoom({ x: (spot.x + other.x) / 2, y: (spot.y + other.y) / 2 }, distance / earlier);
  };

  const up = (event: PointerEvent) => {
    if (!held.delete(event.pointerId)) return;
    if (outline) {
      const drawn = outline;
      outline = null;
      target.endLasso(event.type === "pointerup" ? drawn : []);
    } else if (event.type === "pointerup" && moved <= clickSlack && held.size === 0) {
      target.click(spotOf(event));
    }
  };

  // a wheel over the map scrolls the page, as everywhere else, until the reader has turned to the map
  const wheel = (event: WheelEvent) => {
    if (document.activeElement !== element && !event.ctrlKey) return;
    event.preventDefault();
    target.zoom(spotOf(event), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)));
  };

  const leave = () => target.hover(null);
  const key = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && target.key(event.key)) event.preventDefault();
  };

  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("pointerleave", leave);
  element.addEventListener("wheel", wheel, { passive: false });
  element.addEventListener("keydown", key);
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", up);
    element.removeEventListener("pointerleave", leave);
    element.removeEventListener("wheel", wheel);
    element.removeEventListener("keydown", key);
  };
}
