import type { DetailsData, Noise, Part, RunData, Trust } from "../data/format";
import { itemOf, scoredParts } from "../data/run";
import { meaningOfOutcome, meaningOfScore, meanings, scoreOrder } from "../page/glossary";
import { count, counted, decimal, duration, median, percent, sizeInWords } from "../page/numbers";
import { Term } from "../page/term";

export const partNames: Record<Part, string> = { train: "Training images", validation: "Validation images", test: "Test images" };

export const totalSeconds = (run: RunData): number => run.stages.reduce((sum, stage) => sum + stage.seconds, 0);

export function KeyFigures({ run }: { run: RunData }) {
  const { dataset, details } = run;
  const [part] = scoredParts(run);
  const scores = part && run.scores[part];
  return (
    <div class="figures">
      <Figure label={itemOf(run) === "row" ? "Rows" : "Images"} text={meanings.images} value={count(dataset.train + dataset.validation + dataset.test)} note={splitNote(run)} />
      {details && <Figure label="Clusters" text={meanings.clusters} value={count(details.clusterCount)} note={sizesNote(run, details)} />}
      {scores && scoreOrder.slice(0, 3).filter((score) => score in scores).map((score) => {
        const { short, text } = meaningOfScore(score);
        return <Figure key={score} label={short} text={text} value={percent(scores[score]!)} note={`on ${partNames[part].toLowerCase()}`} />;
      })}
      {part && run.noise?.[part] && <NoiseFigures noise={run.noise[part]!} part={part} />}
      {run.trust && <TrustFigures trust={run.trust} />}
      <Figure label="Time" text={meanings.time} value={duration(totalSeconds(run))} note={counted(run.threads, "thread")} />
    </div>
  );
}

/** Scores of a run that leaves rows out, both ways of the literature: neither alone tells how good it is. */
function NoiseFigures({ noise: { allRows, clustered, covered }, part }: { noise: Noise; part: Part }) {
  const on = partNames[part].toLowerCase();
  return (
    <>
      <Figure label="In a cluster" text={meanings.covered} value={percent(covered)} note={`of the ${on}`} />
      <Figure label="ARI over all" text={meanings.noiseAll} value={percent(allRows.adjustedRandIndex!)} note="those in none as one cluster" />
      {clustered && <Figure label="ARI of the clustered" text={meanings.noiseClustered} value={percent(clustered.adjustedRandIndex!)} note="those in none left out" />}
    </>
  );
}

function TrustFigures({ trust: { silhouette, stability, rows } }: { trust: Trust }) {
  const note = `on ${counted(rows, "row")}, without classes`;
  return (
    <>
      {stability !== null && <Figure label="Stability" text={meanings.comesAgain} value={stability.toFixed(2)} note={note} />}
      {silhouette !== null && <Figure label="Silhouette" text={meaningOfOutcome("silhouette").text} value={silhouette.toFixed(2)} note={note} />}
    </>
  );
}

/** What was left out or changed when the data were read. */
export function ReadNotes({ run: { input } }: { run: RunData }) {
  if (!input || (!input.sizeNote && input.skipped.length === 0)) return null;
  return (
    <div class="read-notes">
      {input.sizeNote && <p class="note">{input.sizeNote}</p>}
      {input.skipped.length > 0 && (
        <details class="made">
          <summary>{counted(input.skipped.length, "damaged file")} skipped</summary>
          <ul class="skipped">{input.skipped.map(({ path, reason }) => <li key={path}><strong>{path}</strong>: {reason}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

function Figure({ label, text, value, note }: { label: string; text: string; value: string; note: string }) {
  return (
    <div class="figure">
      <Term text={text}>{label}</Term>
      <strong>{value}</strong>
      <span class="note">{note}</span>
    </div>
  );
}

function splitNote({ dataset }: RunData): string {
  const parts = [[dataset.train, "training"], [dataset.validation, "validation"], [dataset.test, "test"]] as const;
  const used = parts.filter(([size]) => size > 0);
  return used.length > 1 ? used.map(([size, name]) => `${count(size)} ${name}`).join(", ") : sizeInWords(dataset.shape);
}

function sizesNote(run: RunData, { sizes, noCluster }: DetailsData): string {
  const each = sizes.length > 0 ? [`${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} ${itemOf(run)}s each, median ${count(median(sizes))}`] : [];
  return [...each, ...(noCluster > 0 ? [`${count(noCluster)} in none`] : [])].join("; ");
}

export function HowItWasMade({ run }: { run: RunData }) {
  const total = totalSeconds(run);
  return (
    <details class="made">
      <summary>How it was made</summary>
      <dl class="facts is-wide">
        <dt>Data set</dt>
        <dd>{run.dataset.name}, {sizeInWords(run.dataset.shape)}, SHA-256 <code>{run.dataset.sha256.slice(0, 12)}</code></dd>
        {run.dataset.splitSeed !== null && <><dt>Split seed</dt><dd>{run.dataset.splitSeed}</dd></>}
        <dt>Recipe</dt>
        <dd>{run.recipe}{run.recipeReason && <>. {run.recipeReason}</>}</dd>
        <dt><Term text={meanings.seed}>Seed</Term></dt>
        <dd>{run.seed}</dd>
        <dt>Settings</dt>
        <dd><code class="settings">{run.settings}</code></dd>
        <dt>Kindred</dt>
        <dd>{run.version}</dd>
        <dt>Computer</dt>
        <dd>{run.processor}, {counted(run.threads, "thread")}</dd>
        {Object.entries(run.outcome).map(([name, value]) => {
          const { label, text } = meaningOfOutcome(name);
          return [<dt key={name}><Term text={text}>{label}</Term></dt>, <dd key={`${name}-value`}>{name === "converged" ? (value ? "yes" : "no") : decimal(value)}</dd>];
        })}
      </dl>
      {run.stages.length > 0 && (
        <table class="stages">
          <caption>Steps and the time each took</caption>
          <tbody>
            {run.stages.map(({ name, seconds }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{duration(seconds)}</td>
                <td class="bar-cell" aria-hidden="true"><span class="bar" style={{ width: `${(100 * seconds) / Math.max(total, 1e-9)}%` }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
