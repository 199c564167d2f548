import { scaleLinear, scaleLog } from "d3-scale";
import { useState } from "preact/hooks";
import type { Epoch } from "../data/format";
import { meanings } from "../page/glossary";
import { decimal } from "../page/numbers";
import { Term } from "../page/term";

const width = 760;
const height = 300;
const margin = { top: 18, right: 16, bottom: 40, left: 64 };

/** Training and validation loss per epoch; arrow keys and the pointer read off single epochs. */
export function LossChart({ history, chosen }: { history: Epoch[]; chosen: number | null }) {
  const [read, setRead] = useState<number | null>(null); // index of an epoch
  const losses = history.flatMap(({ training, validation }) => (validation === null ? [training] : [training, validation])).filter(Number.isFinite);
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  const isWide = low > 0 && high / low > 20;
  const x = scaleLinear([history[0]!.epoch, Math.max(history.at(-1)!.epoch, history[0]!.epoch + 1)], [margin.left, width - margin.right]);
  const y = (isWide ? scaleLog() : scaleLinear()).domain(high > low ? [low, high] : [low - 1, low + 1]).nice().range([height - margin.bottom, margin.top]);
  const isValidated = history.some(({ validation }) => validation !== null);
  const line = (value: (epoch: Epoch) => number | null) => pathOf(history, (epoch) => x(epoch.epoch), (epoch) => {
    const loss = value(epoch);
    return loss === null || !Number.isFinite(loss) ? null : y(loss);
  });
  const follow = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const epoch = x.invert(((event.clientX - box.left) / box.width) * width);
    setRead(nearestIndex(history, epoch));
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    setRead(Math.min(Math.max((read ?? (by > 0 ? -1 : history.length)) + by, 0), history.length - 1));
  };
  const shown = read === null ? null : history[read]!;
  return (
    <div class="chart">
      <div class="keys">
        <span><i class="line is-training" /> <Term text={meanings.training}>Training loss</Term></span>
        {isValidated && <span><i class="line is-validation" /> <Term text={meanings.validation}>Validation loss</Term></span>}
        {chosen !== null && <span><i class="line is-chosen" /> <Term text={meanings.chosen}>Chosen epoch {chosen}</Term></span>}
        {isWide && <span class="note">logarithmic scale</span>}
        <span class="reading" aria-live="polite">
          {shown && `Epoch ${shown.epoch}: ${decimal(shown.training)}${shown.validation === null ? "" : `, validation ${decimal(shown.validation)}`}`}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`} role="img" tabIndex={0} onPointerMove={follow} onPointerLeave={() => setRead(null)} onKeyDown={step}
        aria-label={`Loss per epoch over ${history.length} epochs, from ${decimal(history[0]!.training)} to ${decimal(history.at(-1)!.training)}. Arrow keys read single epochs.`}
      >
        {y.ticks(5).map((tick) => (
          <g key={tick} class="grid">
            <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text x={margin.left - 10} y={y(tick)} dy="0.35em" text-anchor="end">{decimal(tick)}</text>
          </g>
        ))}
        {x.ticks(Math.min(8, history.length)).filter(Number.isInteger).map((tick) => (
          <text key={tick} class="tick" x={x(tick)} y={height - margin.bottom + 20} text-anchor="middle">{tick}</text>
        ))}
        <text class="tick" x={(margin.left + width - margin.right) / 2} y={height - 4} text-anchor="middle">Epoch</text>
        {chosen !== null && <line class="chosen" x1={x(chosen)} x2={x(chosen)} y1={margin.top} y2={height - margin.bottom} />}
        {shown && <line class="cursor" x1={x(shown.epoch)} x2={x(shown.epoch)} y1={margin.top} y2={height - margin.bottom} />}
        <path class="loss is-training" d={line((epoch) => epoch.training)} />
        {isValidated && <path class="loss is-validation" d={line((epoch) => epoch.validation)} />}
        {shown && <circle class="dot is-training" cx={x(shown.epoch)} cy={y(shown.training)} r={4} />}
        {shown && shown.validation !== null && <circle class="dot is-validation" cx={x(shown.epoch)} cy={y(shown.validation)} r={4} />}
      </svg>
    </div>
  );
}

function pathOf(history: Epoch[], x: (epoch: Epoch) => number, y: (epoch: Epoch) => number | null): string {
  let path = "";
  let isDrawing = false;
  for (const epoch of history) {
    const height = y(epoch);
    if (height !== null) path += `${isDrawing ? "L" : "M"}${x(epoch).toFixed(1)},${height.toFixed(1)}`;
    isDrawing = height !== null;
  }
  return path;
}

function nearestIndex(history: Epoch[], epoch: number): number {
  let best = 0;
  history.forEach((entry, index) => {
    if (Math.abs(entry.epoch - epoch) < Math.abs(history[best]!.epoch - epoch)) best = index;
  });
  return best;
}
