import { type Shown, none } from "../data/run";
import { groupOfClass } from "../page/classes";
import { useFound, useShown } from "../page/context";
import { ShareBar, Swatch } from "../page/controls";
import { counted, percent } from "../page/numbers";
import { groupColour } from "../page/palette";

/** The classes in a cluster, as a bar. */
export function ClassMakeUp({ cluster }: { cluster: number }) {
  const { run, points, details } = useShown();
  const found = useFound().details;
  const isOwn = cluster === none ? details.noCluster === found.noCluster : details.groups.find(({ id }) => id === cluster)?.isOwn;
  const sizes = isOwn ? classSizes(run.confusion, cluster === none ? found.groups.length : cluster) : classSizesOnPage(points, details.clusters, cluster);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return null;
  const colours = groupOfClass(run, sizes.length);
  const classes = sizes.map((size, known) => ({ size, colour: groupColour(colours[known]!), name: points.classNames[known] ?? `Class ${known}` }))
    .filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const pieces = classes.map(({ size, colour, name }) => ({ share: size / total, colour, title: `${name} ${percent(size / total)}` }));
  return (
    <div class="make-up">
      <ShareBar pieces={pieces} label={`Classes: ${pieces.map((piece) => piece.title).join(", ")}`} />
      <p class="keys">
        {classes.slice(0, 3).map(({ size, colour, name }) => (
          <span key={name}><Swatch colour={colour} /> {name} <span class="note">{percent(size / total)}</span></span>
        ))}
        {classes.length > 3 && <span class="note">and {counted(classes.length - 3, "more class", "more classes")}</span>}
      </p>
    </div>
  );
}

/** Rows of each class in a column of the table, over all parts. */
function classSizes(confusion: Shown["run"]["confusion"], cluster: number): number[] {
  const sizes: number[] = [];
  for (const part of Object.values(confusion)) {
    part?.counts.forEach((row, known) => (sizes[known] = (sizes[known] ?? 0) + (row[cluster] ?? 0)));
  }
  return sizes;
}

/** The same of a group that the reader changed, over what is on the page. */
function classSizesOnPage({ classes }: Shown["points"], clusters: Int32Array, cluster: number): number[] {
  const sizes: number[] = [];
  classes?.forEach((known, point) => {
    if (known >= 0 && clusters[point] === cluster) sizes[known] = (sizes[known] ?? 0) + 1;
  });
  return Array.from(sizes, (size) => size ?? 0);
}
