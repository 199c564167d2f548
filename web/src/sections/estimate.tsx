import { scaleLinear } from "d3-scale";
import { useRef, useState } from "preact/hooks";
import type { Estimate, EstimatePoint } from "../data/format";
import { FoldedSection } from "../page/controls";
import { meanings } from "../page/glossary";
import { count, decimal } from "../page/numbers";
import { Term } from "../page/term";

const width = 760;
const margin = { left: 64, right: 16 };
const upper = { top: 30, floor: 190 }; // the criterion
const lower = { top: 240, floor: 330 }; // the stability
const height = 372;

/** The number of clusters, where it was estimated: the curves, and what they say. */
export function EstimateSection({ estimate }: { estimate: Estimate }) {
  return (
    <FoldedSection id="estimate" title="How many clusters" lead={estimate.sentence}>
      <EstimateChart estimate={estimate} />
      <EstimateTable estimate={estimate} />
    </FoldedSection>
  );
}

/** The criterion above and the stability below, over the number of clusters; arrow keys and the pointer read off single numbers. */
function EstimateChart({ estimate }: { estimate: Estimate }) {
  const { points, chosen, lowest, highest } = estimate;
  const [read, setRead] = useState<number | null>(null);
  const isPointed = useRef(false);
  const { x, bic, stability } = scales(points);
  const shown = read === null ? null : points[read]!;
  const follow = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    isPointed.current = true;
    setRead(nearest(points, x.invert(((event.clientX - box.left) / box.width) * width)));
  };
  const leave = () => {
    if (isPointed.current) setRead(null);
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    isPointed.current = false;
    setRead((before) => Math.min(Math.max((before ?? (by > 0 ? -1 : points.length)) + by, 0), points.length - 1));
  };
  const half = points.length > 1 ? (x(points[1]!.count) - x(points[0]!.count)) / 2 : 8;
  const band = { left: Math.max(x(lowest) - half, margin.left), right: Math.min(x(highest) + half, width - margin.right) };
  const stable = points.filter((point) => point.stability !== null);
  return (
    <div class="chart">
      <div class="keys">
        <span><i class="line is-chosen" /> Chosen: {chosen}</span>
        {highest > lowest && <span><i class="band" /> <Term text={meanings.nearlyAsGood}>Nearly as good: {lowest} to {highest}</Term></span>}
        <span class="reading" aria-live="polite">{shown && reading(shown)}</span>
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`} role="img" tabindex={0} onPointerMove={follow} onPointerLeave={leave} onKeyDown={step}
        aria-label={`BIC and stability for ${points[0]!.count} to ${points.at(-1)!.count} clusters; ${chosen} has the lowest BIC. Arrow keys read single numbers.`}
      >
        {[upper, lower].map(({ top, floor }) => <rect key={top} class="nearly" x={band.left} width={Math.max(0, band.right - band.left)} y={top} height={floor - top} />)}
        {bic.ticks(4).map((tick) => <Rule key={tick} y={bic(tick)} label={count(tick)} />)}
        {[0, 0.5, 1].map((tick) => <Rule key={tick} y={stability(tick)} label={String(tick)} />)}
        <text class="label" x={margin.left} y={upper.top - 12}>BIC, lower is better</text>
        {stable.length > 0 && <text class="label" x={margin.left} y={lower.top - 12}>Stability, higher is better</text>}
        {labelled(points).map(({ count: k }) => <text key={k} x={x(k)} y={lower.floor + 20} text-anchor="middle">{k}</text>)}
        <text x={(margin.left + width - margin.right) / 2} y={height - 2} text-anchor="middle">Clusters</text>
        <line class="chosen" x1={x(chosen)} x2={x(chosen)} y1={upper.top} y2={lower.floor} />
        {shown && <line class="cursor" x1={x(shown.count)} x2={x(shown.count)} y1={upper.top} y2={lower.floor} />}
        <path class="estimate" d={path(points.map((point) => [x(point.count), bic(point.bic)]))} />
        <path class="estimate is-stability" d={path(stable.map((point) => [x(point.count), stability(Math.max(0, point.stability!))]))} />
        {points.map((point) => <circle key={point.count} class={mark(point, chosen, "mark")} cx={x(point.count)} cy={bic(point.bic)} r={3.6} />)}
        {stable.map((point) => (
          <circle key={point.count} class={mark(point, chosen, "mark is-stability")} cx={x(point.count)} cy={stability(Math.max(0, point.stability!))} r={3.6} />
        ))}
      </svg>
    </div>
  );
}

function Rule({ y, label }: { y: number; label: string }) {
  return (
    <g class="grid">
      <line x1={margin.left} x2={width - margin.right} y1={y} y2={y} />
      <text x={margin.left - 10} y={y} dy="0.35em" text-anchor="end">{label}</text>
    </g>
  );
}

function EstimateTable({ estimate }: { estimate: Estimate }) {
  const { points, chosen, rows, columns } = estimate;
  const best = Math.min(...points.map(({ bic }) => bic));
  return (
    <details class="made">
      <summary>The numbers as a table</summary>
      <p class="note">From {count(rows)} rows on {columns} principal components.</p>
      <table class="history">
        <thead>
          <tr>
            <th scope="col">Clusters</th><th scope="col"><Term text={meanings.bic}>BIC</Term></th>
            <th scope="col">Above the lowest</th><th scope="col">Standard error</th><th scope="col"><Term text={meanings.stability}>Stability</Term></th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.count} class={point.count === chosen ? "is-shown" : ""}>
              <th scope="row">{point.count}</th>
              <td>{count(Math.round(point.bic))}</td>
              <td>{count(Math.round(point.bic - best))}</td>
              <td>{count(Math.round(point.standardError))}</td>
              <td>{point.stability === null ? "–" : decimal(point.stability)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const reading = ({ count: k, bic, stability }: EstimatePoint): string =>
  `${k}: BIC ${count(Math.round(bic))}${stability === null ? "" : `, stability ${stability.toFixed(2)}`}`;

const mark = (point: EstimatePoint, chosen: number, kind: string): string => (point.count === chosen ? `${kind} is-chosen` : kind);

/** All counts, or every second, fifth or tenth where they would touch. */
function labelled(points: EstimatePoint[]): EstimatePoint[] {
  const every = points.length <= 16 ? 1 : points.length <= 32 ? 2 : points.length <= 80 ? 5 : 10;
  return points.filter(({ count: k }) => k % every === 0 || every === 1);
}

function scales(points: EstimatePoint[]) {
  const values = points.map(({ bic }) => bic);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0]!.count, points.at(-1)!.count];
  return {
    x: scaleLinear([first, Math.max(last, first + 1)], [margin.left + 10, width - margin.right - 10]),
    bic: scaleLinear(high > low ? [low, high] : [low - 1, low + 1], [upper.floor, upper.top]).nice(4),
    stability: scaleLinear([0, 1], [lower.floor, lower.top]),
  };
}

const path = (points: [number, number][]): string => points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)},${y.toFixed(1)}`).join("");

function nearest(points: EstimatePoint[], at: number): number {
  let best = 0;
  points.forEach((point, i) => {
    if (Math.abs(point.count - at) < Math.abs(points[best]!.count - at)) best = i;
  });
  return best;
}
