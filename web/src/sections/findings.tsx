import type { FindingsSummary } from "../data/format";
import { usePage, useShown } from "../page/context";
import { Section } from "../page/controls";
import { meanings } from "../page/glossary";
import { count, decimal } from "../page/numbers";
import { Gallery, title } from "../page/pictures";
import { Term } from "../page/term";

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
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of outliers">
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

