import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Images } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Section } from "../page/controls";
import { count, counted } from "../page/numbers";
import { title } from "../page/pictures";
import { isMissing, useSheets } from "../page/sheets";
import { ImageGrid } from "./grid";

/** Pictures of all groups, to be searched, chosen, moved and tagged. */
export function ImagesSection() {
  const shown = useShown();
  const { alikeTo, findAlike } = usePage();
  const { images, total } = shown.points;
  const sheets = useSheets(images);
  const all = useMemo(() => (sheets ? Array.from({ length: shown.points.count }, (_, point) => point) : Array.from(images?.pointOf ?? [])), [images, sheets]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (alikeTo !== null) place.current?.scrollIntoView({ block: "start" });
  }, [alikeTo]);
  if (!images) return null;
  return (
    <div ref={place}>
      <Section
        id="images" title="All images"
        lead={leadOf(images, all.length, total)}
        tools={alikeTo !== null && <>
          <span class="note">Alike to {title(shown, images.pointOf[alikeTo]!)}</span>
          <button type="button" onClick={() => findAlike(null)}>Leave that order</button>
        </>}
      >
        <ImageGrid among={all} label="all groups" alikeTo={alikeTo} isOfAll />
      </Section>
    </div>
  );
}

function leadOf(images: Images, shown: number, total: number): string {
  if (shown === total) return `All ${counted(shown, "picture")}, of every group.`;
  if (isMissing(images)) return `The ${counted(shown, "picture")} kept in this page itself, of ${count(total)}. The folder ${images.sheets!.folder} has the others; put it beside this page, and load the page again.`;
  return shown > images.count
    ? `${counted(shown, "picture")} drawn by chance, of ${count(total)}.`
    : `The ${counted(shown, "picture")} kept in this page, of ${count(total)}: a random sample, and the most and the least typical.`;
}
