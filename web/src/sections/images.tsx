import { useEffect, useMemo, useRef } from "preact/hooks";
import { usePage, useShown } from "../page/context";
import { Section } from "../page/controls";
import { count, counted } from "../page/numbers";
import { title } from "../page/pictures";
import { ImageGrid } from "./grid";

/** Pictures of all groups, to be searched, chosen, moved and tagged. */
export function ImagesSection() {
  const shown = useShown();
  const { alikeTo, findAlike } = usePage();
  const { images, total } = shown.points;
  const all = useMemo(() => Array.from(images?.pointOf.keys() ?? []), [images]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (alikeTo !== null) place.current?.scrollIntoView({ block: "start" });
  }, [alikeTo]);
  if (!images) return null;
  return (
    <div ref={place}>
      <Section
        id="images" title="All images"
        lead={images.count < total ? `The ${counted(images.count, "picture")} kept in this page, of ${count(total)}: a random sample, and the most and the least typical.` : `All ${counted(images.count, "picture")}, of every group.`}
        tools={alikeTo !== null && <>
          <span class="note">Alike to {title(shown, images.pointOf[alikeTo]!)}</span>
          <button type="button" onClick={() => findAlike(null)}>Leave that order</button>
        </>}
      >
        <ImageGrid images={all} label="all groups" alikeTo={alikeTo} isOfAll />
      </Section>
    </div>
  );
}
