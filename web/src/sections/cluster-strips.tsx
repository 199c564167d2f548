import { type Shown, none } from "../data/run";
import { Gallery } from "../page/pictures";
import { Term } from "../page/term";

export const picturesPerRow = 12;

/** The most and the least typical pictures of a cluster, and some drawn by chance. */
export function Strips({ shown, cluster, images }: { shown: Shown; cluster: number; images: number[] }) {
  const { points, details } = shown;
  const pointOf = points.images!.pointOf;
  const { probabilities, distances } = details;
  const likelyFirst = probabilities
    ? [...images].sort((a, b) => probabilities[pointOf[b]!]! - probabilities[pointOf[a]!]! || nearer(a, b))
    : [...images].sort(nearer);
  function nearer(a: number, b: number): number {
    return distances ? distances[pointOf[a]!]! - distances[pointOf[b]!]! : a - b;
  }
  const typical = (distances ? [...images].sort(nearer) : likelyFirst).slice(0, picturesPerRow);
  const random = images.filter((image) => image < points.images!.randomCount).slice(0, picturesPerRow);
  return (
    <div class="strips">
      {cluster !== none && (distances || probabilities) && <>
        <Strip title="Most typical" text={distances ? "Those nearest to the middle of the cluster." : "Those with the highest probability."} images={typical} />
        <Strip
          title={probabilities ? "Borderline" : "Least typical"}
          text={probabilities ? "Those with the lowest probability: nearly in another cluster." : "Those farthest from the middle of the cluster."}
          images={likelyFirst.slice(-picturesPerRow).reverse()}
        />
      </>}
      <Strip title="Random" text="Drawn by chance: what the cluster looks like on the whole." images={random} />
    </div>
  );
}

function Strip({ title, text, images }: { title: string; text: string; images: number[] }) {
  return (
    <div class="strip">
      <h4><Term text={text}>{title}</Term></h4>
      <Gallery images={images} size={48} label={title} />
    </div>
  );
}
