import type { PublishedFigure, RunData } from "../data/format";
import { meaningOfScore, meanings } from "../page/glossary";
import { median, percent } from "../page/numbers";
import { Term } from "../page/term";
import { partNames } from "./overview";

/** Every published figure beside the same score of ours, whichever images it was taken on. */
export function PublishedTable({ runs, published }: { runs: RunData[]; published: PublishedFigure[] }) {
  const rows = published.map((figure) => ({ figure, own: scoresOf(runs, figure) })).filter(({ own }) => own.length > 0);
  if (rows.length === 0) return null;
  const isRepeated = rows.some(({ own }) => own.length > 1);
  return (
    <div class="runs">
      <div class="section-head"><h3>Published and measured</h3></div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Published and measured figures">
        <table class="run-table published-table">
          <thead>
            <tr>
              <th scope="col">Recipe</th>
              <th scope="col">Score</th>
              <th scope="col"><Term text="The figure a published report gives for the same method.">Published</Term></th>
              <th scope="col">{isRepeated ? <Term text={meanings.median}>Ours</Term> : "Ours"}</th>
              <th scope="col"><Term text="Ours less the published figure, in percentage points.">Difference</Term></th>
            </tr>
          </thead>
          <tbody>{rows.map(({ figure, own }) => <Row key={`${figure.source} ${figure.recipe}`} figure={figure} own={own} />)}</tbody>
        </table>
      </div>
    </div>
  );
}

function Row({ figure, own }: { figure: PublishedFigure; own: number[] }) {
  const { short, text } = meaningOfScore(figure.score);
  return (
    <tr>
      <th scope="row">{figure.recipe}<span class="range">{figure.source}</span></th>
      <td><Term text={text}>{short}</Term><span class="range">{partNames[figure.part].toLowerCase()}</span></td>
      <td>{percent(figure.value, 2)}</td>
      <td>
        {percent(median(own), 2)}
        {own.length > 1 && <span class="range">{percent(Math.min(...own), 2)} – {percent(Math.max(...own), 2)}</span>}
      </td>
      <td>{points(median(own) - figure.value)}</td>
    </tr>
  );
}

/** A difference of two shares in points of a hundred, with its sign. */
export const points = (difference: number): string => `${difference < 0 ? "−" : "+"}${Math.abs(difference * 100).toFixed(2)}`;

const scoresOf = (runs: RunData[], { recipe, part, score }: PublishedFigure): number[] =>
  runs.filter((run) => run.recipe === recipe).map((run) => run.scores[part]?.[score]).filter((own): own is number => own !== undefined);
