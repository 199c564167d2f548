import { type Details, type Table } from "../data/run";
import { useShown } from "../page/context";
import { decimal } from "../page/numbers";

interface ColumnOfGroup {
  name: string;
  mean: number;
  away: number; // from the mean of all rows, in standard deviations
}

/** The columns of a table in which a group differs most from all rows. */
export function Profile({ cluster, most }: { cluster: number; most: number }) {
  const { points, details } = useShown();
  const columns = columnsOf(points.table!, details, cluster).slice(0, most);
  if (columns.length === 0) return null;
  return (
    <span class="profile" role="img" aria-label={columns.map(({ name, mean, away }) => `${name} ${decimal(mean)}, ${words(away)}`).join("; ")}>
      {columns.map(({ name, mean, away }) => (
        <span key={name} class="profile-row" title={`${name}: mean ${decimal(mean)}, ${words(away)}`}>
          <span class="profile-name">{name}</span>
          <span class="profile-track">
            <span class="profile-bar" style={{ left: `${50 + 50 * Math.min(0, scaled(away))}%`, width: `${50 * Math.abs(scaled(away))}%` }} />
          </span>
          <span class="profile-mean">{decimal(mean)}</span>
        </span>
      ))}
    </span>
  );
}

const scaled = (away: number): number => Math.max(-1, Math.min(1, away / 3));

const words = (away: number): string => `${Math.abs(away).toFixed(1)} standard deviations ${away < 0 ? "below" : "above"} the mean of all`;

/** All columns, those that differ most first; none where single rows were moved, whose means are not known. */
export function columnsOf(table: Table, { groups, units, profiles }: Details, cluster: number): ColumnOfGroup[] {
  const group = groups.find(({ id }) => id === cluster);
  if (!group || !profiles) return [];
  const width = table.columns.length;
  const own = group.units.filter((unit) => (unit + 1) * width <= profiles.length);
  const size = own.reduce((sum, unit) => sum + units.sizes[unit]!, 0);
  if (size === 0) return [];
  return table.columns.map((name, column) => {
    const mean = own.reduce((sum, unit) => sum + units.sizes[unit]! * profiles[unit * width + column]!, 0) / size;
    return { name, mean, away: (mean - table.means[column]!) / (table.deviations[column]! || 1) };
  }).sort((a, b) => Math.abs(b.away) - Math.abs(a.away));
}
