import { scaleLinear, scaleLog } from "d3-scale";
import { useRef, useState } from "preact/hooks";
import type { Epoch } from "../data/format";
import { meanings } from "../page/glossary";
import { decimal } from "../page/numbers";
import { Term } from "../page/term";

const width = 760;
const height = 300;
const margin = { top: 18, right: 16, bottom: 40, left: 64 };
const floor = height - margin.bottom;

interface Props {
  history: Epoch[];
  chosen: number | null;
}

/** Training and validation loss per epoch; arrow keys and the pointer read off single epochs. */
export function LossChart({ history, chosen }: Props) {
  const [read, setRead] = useState<number | null>(null); // index of an epoch
  const isPointed = useRef(false); // read off with the pointer, not with keys
  const { x, y, isLogarithmic } = scales(history);
  const shown = read === null ? null : history[read]!;
  const follow = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    isPointed.current = true;
    setRead(nearestIndex(history, x.invert(((event.clientX - box.left) / box.width) * width)));
  };
  const leave = () => {
    if (isPointed.current) setRead(null);
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    isPointed.current = false;
    setRead((before) => Math.min(Math.max((before ?? (by > 0 ? -1 : history.length)) + by, 0), history.length - 1));
  };
  const line = (value: (epoch: Epoch) => number | null) => pathOf(history.map((epoch) => [x(epoch.epoch), value(epoch)]), y);
  return (
    <div class="chart">
      <Key history={history} chosen={chosen} isLogarithmic={isLogarithmic} shown={shown} />
      <svg
        viewBox={`0 0 ${width} ${height}`} role="img" tabindex={0} onPointerMove={follow} onPointerLeave={leave} onKeyDown={step}
        aria-label={`Loss per epoch over ${history.length} epochs, from ${decimal(history[0]!.training)} to ${decimal(history.at(-1)!.training)}. Arrow keys read single epochs.`}
      >
        {y.ticks(5).map((tick) => (
          <g key={tick} class="grid">
            <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text x={margin.left - 10} y={y(tick)} dy="0.35em" text-anchor="end">{decimal(tick)}</text>
          </g>
        ))}
        <text x={0} y={margin.top - 4}>Loss</text>
        {x.ticks(Math.min(8, history.length)).filter(Number.isInteger).map((tick) => (
          <text key={tick} x={x(tick)} y={floor + 20} text-anchor="middle">{tick}</text>
        ))}
        <text x={(margin.left + width - margin.right) / 2} y={height - 4} text-anchor="middle">Epoch</text>
        {chosen !== null && <line class="chosen" x1={x(chosen)} x2={x(chosen)} y1={margin.top} y2={floor} />}
        {shown && <line class="cursor" x1={x(shown.epoch)} x2={x(shown.epoch)} y1={margin.top} y2={floor} />}
        <path class="loss is-training" d={line((epoch) => epoch.training)} />
        <path class="loss is-validation" d={line((epoch) => epoch.validation)} />
        {shown && shown.training !== null && <circle class="dot is-training" cx={x(shown.epoch)} cy={y(shown.training)} r={4} />}
        {shown && shown.validation !== null && <circle class="dot is-validation" cx={x(shown.epoch)} cy={y(shown.validation)} r={4} />}
      </svg>
    </div>
  );
}

function Key({ history, chosen, isLogarithmic, shown }: Props & { isLogarithmic: boolean; shown: Epoch | null }) {
  return (
    <div class="keys">
      <span><i class="line is-training" /> <Term text={meanings.training}>Training loss</Term></span>
      {history.some(({ validation }) => validation !== null) &&
        <span><i class="line is-validation" /> <Term text={meanings.validation}>Validation loss</Term></span>}
      {chosen !== null && <span><i class="line is-chosen" /> <Term text={meanings.chosen}>Chosen epoch {chosen}</Term></span>}
      {isLogarithmic && <span class="note">logarithmic scale</span>}
      <span class="reading" aria-live="polite">
        {shown && `Epoch ${shown.epoch}: ${decimal(shown.training)}${shown.validation === null ? "" : `, validation ${decimal(shown.validation)}`}`}
      </span>
    </div>
  );
}

/** Linear, or logarithmic where losses span more than a factor of twenty. */
function scales(history: Epoch[]) {
  const losses = history.flatMap(({ training, validation }) => [training, validation]).filter((loss) => loss !== null);
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  const isLogarithmic = low > 0 && high / low > 20;
  const [first, last] = [history[0]!.epoch, history.at(-1)!.epoch];
  const domain = losses.length === 0 ? [0, 1] : high > low ? [low, high] : [low - 1, low + 1];
  return {
    isLogarithmic,
    x: scaleLinear([first, Math.max(last, first + 1)], [margin.left, width - margin.right]),
    y: (isLogarithmic ? scaleLog() : scaleLinear()).domain(domain).nice().range([floor, margin.top]),
  };
}

/** A line through the points that are there; what is missing leaves a gap. */
function pathOf(points: [number, number | null][], y: (loss: number) => number): string {
  let isDrawing = false;
  return points.map(([x, loss]) => {
    const command = isDrawing ? "L" : "M";
    isDrawing = loss !== null;
    return loss === null ? "" : `${command}${x.toFixed(1)},${y(loss).toFixed(1)}`;
  }).join("");
}

function nearestIndex(history: Epoch[], epoch: number): number {
  const away = history.map((entry) => Math.abs(entry.epoch - epoch));
  return away.indexOf(Math.min(...away));
}
