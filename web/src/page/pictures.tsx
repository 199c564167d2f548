import { useLayoutEffect, useRef } from "preact/hooks";
import { type Images, type Shown, none, partOf } from "../data/run";
import { usePage, useShown } from "./context";
import { count, probability } from "./numbers";
import type { ClusterNames } from "./names";
import { isServed } from "./served";
import { dragOf } from "./shelf";

export type Shape = Pick<Images, "height" | "width" | "channels">;

/** Writes one image of a block as red, green, blue and opacity. */
export function paint(pixels: Uint8Array, index: number, { height, width, channels }: Shape, target: Uint8ClampedArray): void {
  const size = height * width;
  let from = index * size * channels;
  for (let i = 0; i < size; i++) {
    const to = i * 4;
    target[to] = pixels[from]!;
    target[to + 1] = channels === 3 ? pixels[from + 1]! : pixels[from]!;
    target[to + 2] = channels === 3 ? pixels[from + 2]! : pixels[from]!;
    target[to + 3] = 255;
    from += channels;
  }
}

interface PictureProps {
  pixels: Uint8Array;
  index: number;
  shape: Shape;
  size: number; // CSS pixels, the longer side
  label?: string; // none where the words beside it say what it is
}

export function Picture({ pixels, index, shape, size, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const image = context.createImageData(shape.width, shape.height);
    paint(pixels, index, shape, image.data);
    context.putImageData(image, 0, 0);
  }, [pixels, index, shape]);
  const scale = size / Math.max(shape.width, shape.height);
  return (
    <canvas
      ref={canvas} class={scale >= 2 ? "picture is-enlarged" : "picture"} width={shape.width} height={shape.height}
      style={{ width: `${shape.width * scale}px`, height: `${shape.height * scale}px` }}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    />
  );
}

let loading: "lazy" | "eager" = "lazy";

// on paper everything is seen
addEventListener("beforeprint", () => {
  loading = "eager";
  document.querySelectorAll<HTMLImageElement>("img[loading=lazy]").forEach((image) => (image.loading = "eager"));
});

/** A picture of the sample: its thumbnail in its true shape where it has a file, else its values. */
export function SamplePicture({ image, size, label }: { image: number; size: number; label?: string }) {
  const images = useShown().points.images!;
  if (!images.thumbnails) return <Picture pixels={images.pixels} index={image} shape={images} size={size} {...(label ? { label } : {})} />;
  return (
    <span class="thumbnail" style={{ width: `${size}px`, height: `${size}px` }}>
      <img class="picture" src={images.thumbnails.urlOf(image)} alt={label ?? ""} style={{ maxWidth: `${size}px`, maxHeight: `${size}px` }} loading={loading} decoding="async" draggable={false} />
    </span>
  );
}

/** A picture of the sample that opens its neighbours. */
export function PictureButton({ image, size }: { image: number; size: number }) {
  const { inspect, inspected, names } = usePage();
  const shown = useShown();
  const images = shown.points.images!;
  const point = images.pointOf[image]!;
  const label = describe(shown, point, names);
  return (
    <button
      type="button" class="picture-button" aria-label={label} title={label} aria-pressed={inspected === point}
      onClick={() => inspect(point)} {...dragOf(() => [point])}
    >
      <SamplePicture image={image} size={size} />
    </button>
  );
}

/** Pictures in a row that wraps. */
export function Gallery({ images, size = 56, label }: { images: ArrayLike<number>; size?: number; label: string }) {
  return (
    <div class="gallery" role="group" aria-label={label}>
      {Array.from(images, (image) => <PictureButton key={image} image={image} size={size} />)}
    </div>
  );
}

/** One line about a point: its name or row, cluster, probability, class and tags. */
export function describe({ points, details }: Shown, point: number, names: ClusterNames): string {
  const facts = [title({ points }, point), names.of(details.clusters[point]!)];
  if (details.probabilities && details.clusters[point] !== none) facts.push(`probability ${probability(details.probabilities[point]!)}`);
  const known = points.classes?.[point] ?? -1;
  if (known >= 0) facts.push(points.classNames[known] ?? `Class ${known}`);
  const tags = details.tags.get(point);
  if (tags) facts.push(`tagged ${[...tags].join(", ")}`);
  return facts.join(" · ");
}

/** Where a browser finds the file of a point; null where it has none. */
export function originalOf({ points }: Pick<Shown, "points">, point: number): string | null {
  const address = points.images?.thumbnails?.address;
  const name = points.names?.[point];
  if (isServed) return address != null && name ? `items/${partOf(points, point)}/${points.rows[point]}` : null;
  return address != null && name ? `${address}/${name.split("/").map(encodeURIComponent).join("/")}` : null;
}

export const title = ({ points }: Pick<Shown, "points">, point: number): string =>
  points.names?.[point] || `${partOf(points, point)} ${count(points.rows[point]!)}`;
