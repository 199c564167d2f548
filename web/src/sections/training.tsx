import type { Details } from "../data/run";
import { useShown } from "../page/context";
import { FoldedSection } from "../page/controls";
import { decimal } from "../page/numbers";
import { Picture } from "../page/pictures";
import { LossChart } from "./loss";

export function TrainingSection() {
  const { run, details, points } = useShown();
  const { reconstructions, layers, views } = details;
  const images = points.images;
  return (
    <FoldedSection id="training" title="Training" lead={reconstructions ? "How the network learned to describe an image in a few numbers, and to draw it again from them." : "How the network learned to describe an image in a few numbers."}>
      {run.history.length > 0 && <LossChart history={run.history} chosen={run.chosenEpoch} />}
      {run.history.length > 0 && <HistoryTable />}
      {reconstructions && images && (
        <div class="block">
          <h3>Originals and what the network makes of them</h3>
          <p class="note">Above, images; below, the same drawn again from their codes alone.</p>
          <div class="pairs">
            {Array.from({ length: reconstructions.count }, (_, index) => (
              <figure key={index}>
                <Picture pixels={reconstructions.originals} index={index} shape={images} size={56} label={`Original ${index + 1}`} />
                <Picture pixels={reconstructions.restored} index={index} shape={images} size={56} label={`Reconstruction ${index + 1}`} />
              </figure>
            ))}
          </div>
        </div>
      )}
      {views && images && <ViewRows {...views} />}
      {layers && (
        <div class="block">
          <h3>Layers</h3>
          <div class="scroll" tabIndex={0} role="region" aria-label="Layers of the network"><pre>{layers}</pre></div>
        </div>
      )}
    </FoldedSection>
  );
}

/** Pictures in a row each, with views of it. */
function ViewRows({ each, pixels }: NonNullable<Details["views"]>) {
  const images = useShown().points.images!;
  const count = pixels.length / (images.height * images.width * images.channels * each);
  return (
    <div class="block">
      <h3>What the network was told is the same</h3>
      <p class="note">First the image, then views of it as the network saw them while it learned. Whatever differs between views of one image, groups do not tell.</p>
      <div class="view-rows">
        {Array.from({ length: count }, (_, row) => (
          <div key={row} class="view-row" role="group" aria-label={`Image ${row + 1} and its views`}>
            {Array.from({ length: each }, (_, view) => (
              <Picture key={view} pixels={pixels} index={row * each + view} shape={images} size={56} label={view === 0 ? `Image ${row + 1}` : `View ${view} of image ${row + 1}`} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function HistoryTable() {
  const { run } = useShown();
  const isValidated = run.history.some(({ validation }) => validation !== null);
  return (
    <details class="made">
      <summary>Losses as a table</summary>
      <table class="history">
        <thead><tr><th scope="col">Epoch</th><th scope="col">Training</th>{isValidated && <th scope="col">Validation</th>}</tr></thead>
        <tbody>
          {run.history.map(({ epoch, training, validation }) => (
            <tr key={epoch} class={epoch === run.chosenEpoch ? "is-shown" : ""}>
              <th scope="row">{epoch}</th>
              <td>{decimal(training)}</td>
              {isValidated && <td>{validation === null ? "–" : decimal(validation)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
