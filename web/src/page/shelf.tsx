import { useEffect, useState } from "preact/hooks";
import { itemsOf } from "../data/curation";
import { none, sizeOf } from "../data/run";
import { usePage, useShown } from "./context";
import { Swatch } from "./controls";
import { count, counted } from "./numbers";
import { groupColour } from "./palette";

let dragged: number[] = []; // points: a page has one pointer
const begun = "kindred-drag";
const over = "kindred-drop";

/** What makes an element one that points are dragged by. */
export const dragOf = (points: () => number[]) => ({ draggable: true, ...dragsOf(points) });

/** What makes an element one in which points are dragged: by those of its elements that may be dragged. */
export const dragsOf = (points: (event: DragEvent) => number[]) => ({
  onDragStart(event: DragEvent) {
    dragged = points(event);
    event.dataTransfer!.effectAllowed = "move";
    event.dataTransfer!.setData("text/plain", String(dragged.length)); // some browsers drag nothing without
    setTimeout(() => dispatchEvent(new Event(begun))); // a page that changes now would end the drag
  },
  onDragEnd: () => dispatchEvent(new Event(over)),
});

/** While pictures are dragged: all groups, to drop them on. */
export function Shelf() {
  const { details, points } = useShown();
  const { names, decisions } = usePage();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const show = () => setShown(true);
    const hide = () => setShown(false);
    addEventListener(begun, show);
    addEventListener(over, hide);
    return () => {
      removeEventListener(begun, show);
      removeEventListener(over, hide);
    };
  }, []);
  if (!isShown) return null;
  const drop = (to: number | "new" | "none") => ({
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop(event: DragEvent) {
      event.preventDefault();
      const away = dragged.filter((point) => details.clusters[point] !== (to === "none" ? none : to));
      if (away.length > 0) decisions.make({ do: "move", items: itemsOf(points, away), to });
      setShown(false);
    },
  });
  return (
    <div class="shelf" role="group" aria-label="Groups to drop on">
      <p class="note">Drop {counted(dragged.length, "picture")} on a group</p>
      <div class="shelf-groups">
        {details.groups.map(({ id }) => (
          <span key={id} class="shelf-group" style={{ "--group": groupColour(id) }} {...drop(id)}><Swatch colour={groupColour(id)} /> {names.of(id)} <span class="note">{count(sizeOf(details, id))}</span></span>
        ))}
        <span class="shelf-group" {...drop("new")}>A new group</span>
        <span class="shelf-group" {...drop("none")}>No group</span>
      </div>
    </div>
  );
}
