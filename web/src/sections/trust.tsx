import type { Trust } from "../data/format";
import { usePage } from "../page/context";
import { FoldedSection, Swatch } from "../page/controls";
import { meaningOfOutcome, meanings } from "../page/glossary";
import { count, counted } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Term } from "../page/term";

/** How far the groups can be trusted, in words and numbers. */
export function TrustSection({ trust }: { trust: Trust }) {
  const { names } = usePage();
  return (
    <FoldedSection id="trust" title="Can these groups be trusted?" lead={<>Without classes, nobody can say that groups are right; these say whether they are there. Looked at on {counted(trust.rows, "row")}, in the space that was clustered.</>}>
      <dl class="trust-list">
        <Line term="Stability" text={meanings.comesAgain} value={trust.stability} words={stabilityWords} />
        <Line term={`Agreement with ${trust.agreementWith || "another method"}`} text={meanings.agreement} value={trust.agreement} words={agreementWords} />
        <Line term="Connectedness" text={meanings.connectedness} value={trust.connectedness} words={connectednessWords} />
        <Line term="Silhouette" text={meaningOfOutcome("silhouette").text} value={trust.silhouette} words={silhouetteWords} />
      </dl>
      <div class="scroll" tabIndex={0} role="region" aria-label="Trust in each cluster">
        <table class="run-table">
          <thead><tr><th scope="col">Cluster</th><th scope="col">Stability</th><th scope="col">Connectedness</th><th scope="col">Silhouette</th><th scope="col"><span class="unseen">Mark</span></th></tr></thead>
          <tbody>
            {trust.clusters.map((own) => (
              <tr key={own.cluster}>
                <th scope="row"><Swatch colour={groupColour(own.cluster)} /> {names.of(own.cluster)}</th>
                <td>{figure(own.stability)}</td><td>{figure(own.connectedness)}</td><td>{figure(own.silhouette)}</td>
                <td>{own.needsLook ? <strong>check this one</strong> : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {trust.clusters.some(({ needsLook }) => needsLook) && <p class="note">Check {counted(trust.clusters.filter(({ needsLook }) => needsLook).length, "cluster")} of {count(trust.clusters.length)}: it did not come again, or its members lie nearer to another.</p>}
    </FoldedSection>
  );
}

function Line({ term, text, value, words }: { term: string; text: string; value: number | null; words(value: number): string }) {
  return (
    <>
      <dt><Term text={text}>{term}</Term></dt>
      <dd>{value === null ? "cannot be told" : <><strong>{value.toFixed(2)}</strong> {words(value)}</>}</dd>
    </>
  );
}

const figure = (value: number | null): string => (value === null ? "–" : value.toFixed(2));

const stabilityWords = (value: number) => value >= 0.8 ? "the groups come again when random halves are clustered anew."
  : value >= 0.5 ? "the groups come again in part." : "other groups come again: do not rely on these.";

const agreementWords = (value: number) => value >= 0.8 ? "two methods find nearly the same groups." : value >= 0.5 ? "two methods agree in part." : "another method finds other groups.";

const connectednessWords = (value: number) => value >= 0.9 ? "nearly all neighbours are in the same group." : value >= 0.7 ? "most neighbours are in the same group." : "many neighbours are in another group.";

const silhouetteWords = (value: number) => value >= 0.5 ? "the groups lie apart." : value >= 0.2 ? "the groups touch." : "the groups run into one another, at least as straight distances see them.";
