import { useState } from "preact/hooks";
import type { FindingsSummary } from "../data/format";
import { usePage, useShown } from "../page/context";
import { Section } from "../page/controls";
import { meanings } from "../page/glossary";
import { count, counted, decimal, percent } from "../page/numbers";
import { Gallery, PictureButton, title } from "../page/pictures";
import { Term } from "../page/term";

const pairsAtFirst = 24;

/** The images that fit their clusters least. */
export function OutliersSection({ findings }: { findings: FindingsSummary }) {
  const { details, points } = useShown();
  const outliers = Array.from(details.outliers ?? []);
  const images = outliers.map((point) => points.images?.imageOf[point] ?? -1).filter((image) => image >= 0);
  return (
    <Section id="outliers" title="Outliers" lead={<>The most unusual first. {findings.outlierRule} outliers.csv lists {findings.outliers === 1 ? "it" : `all ${count(findings.outliers)}`}.</>}>
      {points.images ? <Gallery images={images} size={56} label="Outliers" /> : <OutlierTable outliers={outliers} />}
    </Section>
  );
}

function OutlierTable({ outliers }: { outliers: number[] }) {
  const shown = useShown();
  const { names } = usePage();
  const { clusters, distances } = shown.details;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Outliers">
      <table class="outlier-list">
        <thead><tr><th scope="col">Row</th><th scope="col">Cluster</th><th scope="col"><Term text={meanings.distance}>Distance</Term></th></tr></thead>
        <tbody>
          {outliers.map((point) => (
            <tr key={point}>
              <th scope="row">{title(shown, point)}</th>
              <td>{names.of(clusters[point]!)}</td>
              <td>{decimal(distances?.[point] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Images that look the same, side by side. */
export function DuplicatesSection({ findings }: { findings: FindingsSummary }) {
  const { duplicates } = useShown().details;
  const [isAll, setAll] = useState(false);
  const total = duplicates?.first.length ?? 0;
  const pairs = Array.from({ length: isAll ? total : Math.min(total, pairsAtFirst) }, (_, index) => index);
  const found = findings.nearDuplicates === 0 ? "None were found." : `near-duplicates.csv lists ${counted(findings.nearDuplicates, "pair")}.`;
  return (
    <Section id="duplicates" title="Near-duplicates" lead={<>The most alike first. {findings.nearDuplicateRule} {found}</>}>
      {total > 0 && <ul class="pair-list">{pairs.map((index) => <Pair key={index} index={index} />)}</ul>}
      {total > pairs.length && <p class="more"><button type="button" onClick={() => setAll(true)}>Show {counted(total - pairs.length, "more pair")}</button></p>}
    </Section>
  );
}

function Pair({ index }: { index: number }) {
  const shown = useShown();
  const { first, second, differences } = shown.details.duplicates!;
  const points = [first[index]!, second[index]!];
  const images = shown.points.images;
  return (
    <li class="pair">
      {images && (
        <div class="pair-pictures">
          {points.map((point) => (images.imageOf[point]! >= 0 ? <PictureButton key={point} image={images.imageOf[point]!} size={64} /> : null))}
        </div>
      )}
      {points.map((point) => <span class="note" key={point} title={title(shown, point)}>{title(shown, point)}</span>)}
      <span class="note">{differences[index] === 0 ? "the same" : <Term text={meanings.difference}>differ by {percent(differences[index]!, 2)}</Term>}</span>
    </li>
  );
}
