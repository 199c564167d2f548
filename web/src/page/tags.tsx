import { useId, useMemo, useState } from "preact/hooks";
import { itemsOf } from "../data/curation";
import type { Details } from "../data/run";
import { usePage, useShown } from "./context";

/** All tags there are, in the order of the alphabet. */
export const tagsOf = ({ tags }: Details): string[] => [...new Set([...tags.values()].flatMap((own) => [...own]))].sort((a, b) => a.localeCompare(b, "en"));

/** The tags of points: those that any of them has, to take off, and a field for more. */
export function TagField({ points, label }: { points: ArrayLike<number>; label: string }) {
  const { details, points: all } = useShown();
  const { decisions } = usePage();
  const [draft, setDraft] = useState("");
  const id = useId();
  const own = useMemo(() => countsOf(details.tags, points), [details.tags, points]);
  const known = useMemo(() => tagsOf(details), [details.tags]);
  const give = () => {
    const tag = draft.trim();
    const without = Array.from(points).filter((point) => !details.tags.get(point)?.has(tag));
    if (tag !== "" && without.length > 0) decisions.make({ do: "tag", items: itemsOf(all, without), tag });
    setDraft("");
  };
  const take = (tag: string) => decisions.make({ do: "untag", items: itemsOf(all, Array.from(points).filter((point) => details.tags.get(point)?.has(tag))), tag });
  return (
    <span class="tag-field">
      {[...own].map(([tag, size]) => (
        <button key={tag} type="button" class="tag" aria-label={`Take the tag ${tag} off`} onClick={() => take(tag)}>
          {tag}{size < points.length && <span class="note">{size}</span>} <span aria-hidden="true">✕</span>
        </button>
      ))}
      <input
        type="text" class="tag-input" list={id} placeholder="Add a tag" aria-label={label} maxLength={60} value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && give()} onBlur={give}
      />
      <datalist id={id}>{known.filter((tag) => (own.get(tag) ?? 0) < points.length).map((tag) => <option key={tag} value={tag} />)}</datalist>
    </span>
  );
}

/** How many of the points have each tag. */
function countsOf(tags: Details["tags"], points: ArrayLike<number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const point of Array.from(points)) tags.get(point)?.forEach((tag) => counts.set(tag, (counts.get(tag) ?? 0) + 1));
  return counts;
}
