import { useMemo, useState } from "preact/hooks";
import { type Shown, clustersOf, none, sizeOf } from "../data/run";
import { useShown } from "../page/context";
import { Choice, Section } from "../page/controls";
import { median } from "../page/numbers";
import { ClusterCard } from "./cluster-card";
import { Downloads } from "./downloads";

type Order = "number" | "size";

export function ClustersSection() {
  const shown = useShown();
  const [order, setOrder] = useState<Order>("number");
  const images = useMemo(() => picturesOf(shown), [shown]);
  const probabilities = useMemo(() => medianProbabilities(shown), [shown]);
  const clusters = clustersOf(shown.details);
  if (order === "size") clusters.sort((a, b) => sizeOf(shown.details, b) - sizeOf(shown.details, a));
  return (
    <Section
      id="clusters" title="Clusters"
      lead="What each group holds. Give a cluster a name of your own, merge it with another, or move single ones elsewhere: this browser keeps it, and the downloads carry it."
      tools={<>
        <Choice label="Order" value={order} onChange={setOrder} options={[{ value: "number", label: "By number" }, { value: "size", label: "By size" }]} />
        <Downloads />
      </>}
    >
      <div class="clusters">
        {clusters.map((cluster) => <ClusterCard key={cluster} cluster={cluster} images={images.get(cluster) ?? []} likely={probabilities.get(cluster) ?? null} />)}
      </div>
    </Section>
  );
}

/** The median probability of the points of each cluster that has some. */
function medianProbabilities({ details: { clusters, probabilities } }: Shown): Map<number, number> {
  const own = new Map<number, number[]>();
  probabilities?.forEach((value, point) => clusters[point] !== none && addTo(own, clusters[point]!, value));
  return new Map([...own].map(([cluster, values]) => [cluster, median(values)]));
}

function picturesOf({ points, details }: Shown): Map<number, number[]> {
  const pictures = new Map<number, number[]>();
  points.images?.pointOf.forEach((point, image) => addTo(pictures, details.clusters[point]!, image));
  return pictures;
}

function addTo(lists: Map<number, number[]>, cluster: number, value: number): void {
  const list = lists.get(cluster);
  if (list) list.push(value);
  else lists.set(cluster, [value]);
}
