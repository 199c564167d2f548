import { Component } from "preact";
import type { Sheets, Shown } from "../data/run";
import type { ClusterNames } from "../page/names";
import { SamplePicture, describe } from "../page/pictures";
import { SheetPicture } from "../page/sheets";

export const cell = 84; // CSS pixels, with the gap
const pictureSize = 76;

interface RowProps {
  shown: Shown;
  names: ClusterNames;
  sheets: Sheets | null;
  points: number[]; // all of the grid
  from: number; // the first of the row
  end: number;
  top: number;
  chosen: ReadonlySet<number>;
  focus: number; // the place that keys act on
}

/** One row of pictures, whose events are the grid's; drawn again only when something about it changes. */
export class GridRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const isIn = ({ focus, from, end }: RowProps) => (focus >= from && focus < end ? focus : -1);
    return (Object.keys(next) as (keyof RowProps)[]).some((key) => (key === "focus" ? isIn(next) !== isIn(this.props) : next[key] !== this.props[key]));
  }

  render({ shown, names, sheets, points, from, end, top, chosen, focus }: RowProps) {
    const { images } = shown.points;
    const row = points.slice(from, end);
    return (
      <div class="grid-row" style={{ top: `${top}px` }}>
        {row.map((point, column) => {
          const index = from + column;
          const words = describe(shown, point, names);
          return (
            <button
              key={column} type="button" class="grid-cell" draggable aria-pressed={chosen.has(point)} aria-label={words} title={words} data-place={index} tabIndex={index === focus ? 0 : -1}
            >
              {sheets ? <SheetPicture sheets={sheets} point={point} size={pictureSize} /> : <SamplePicture image={images!.imageOf[point]!} size={pictureSize} />}
              {shown.details.tags.has(point) && <span class="tag-mark" aria-hidden="true" />}
            </button>
          );
        })}
      </div>
    );
  }
}

/** The place of the picture that an event is about; null where it is about none. */
export function placeOf({ target }: Event): number | null {
  const own = target instanceof Element ? target.closest<HTMLElement>(".grid-cell") : null;
  return own && Number(own.dataset["place"]);
}
