import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Filter } from "../data/filter";
import { none } from "../data/run";
import { usePage, useShown } from "../page/context";
import { tagsOf } from "../page/tags";

interface FilterBarProps {
  filter: Filter;
  onChange(filter: Filter): void;
  label: string;
  isOfAll: boolean;
  children: ComponentChildren;
}

/** What pictures are shown; only what there is can be asked for. */
export function FilterBar({ filter, onChange, label, isOfAll, children }: FilterBarProps) {
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
