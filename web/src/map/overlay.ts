import type { Images, Positions } from "../data/run";
import { paint } from "../page/pictures";
import { groupColour } from "../page/palette";
import { type Camera, type Size, type Spot, positionsPerPixel, toPosition, toScreen } from "./camera";

export interface Label {
  text: string;
  group: number;
  size: number; // points of the group: the names of large ones are placed first
  x: number; // position
  y: number;
}

export interface Ink {
  text: string;
  ground: string;
}

/** The layer above the points: names, pictures, marks and the lasso. */
export interface Overlay {
  labels: Label[];
  marked: { point: number; neighbours: ArrayLike<number> } | null;
  hovered: number;
  outline: Spot[] | null;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const labelHeight = 18;
const shifts = [0, -1, 1, -2, 2]; // heights up or down where a name may go

/** Where a name can stand near its group without lying over another; null where nowhere. */
function freeBox({ x, y }: Spot, width: number, size: Size, placed: Box[]): Box | null {
  const left = Math.min(Math.max(x - width / 2, 0), Math.max(0, size.width - width));
  for (const shift of shifts) {
    const top = Math.min(Math.max(y - labelHeight / 2 + shift * labelHeight, 0), size.height - labelHeight);
    const box = { left, top, right: left + width, bottom: top + labelHeight };
    if (!placed.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) return box;
  }
  return null;
}

type ColourOf = (point: number) => number;

const pictureSize = 40; // CSS pixels

export class OverlayPainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly atlas: HTMLCanvasElement | null;
  private readonly columns: number;
  private readonly tiles = new Map<number, number>(); // the point pictured on each tile

  constructor(private readonly canvas: HTMLCanvasElement, private readonly positions: Positions, private readonly images: Images | null, private readonly onReady: () => void) {
    this.context = canvas.getContext("2d")!;
    this.columns = images ? Math.ceil(Math.sqrt(images.count)) : 0;
    this.atlas = images ? document.createElement("canvas") : null;
  }

  draw(camera: Camera, size: Size, overlay: Overlay, ink: Ink, colourOf: ColourOf | null): void {
    const { context, canvas } = this;
    const ratio = canvas.width / size.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const place = (point: number) => toScreen(camera, size, this.positions.x[point]!, this.positions.y[point]!);
    if (colourOf && this.images) this.drawPictures(camera, size, colourOf);
    if (overlay.marked) this.drawMark(overlay.marked, place, ink);
    if (overlay.hovered >= 0) this.ring(place(overlay.hovered), 6, ink.text, 1.5);
    this.drawLabels(overlay.labels, camera, size, ink);
    if (overlay.outline) this.drawOutline(overlay.outline, ink);
  }

  /** The point whose picture was drawn at a spot; −1 for none. */
  pictureAt(camera: Camera, size: Size, spot: Spot): number {
    const { x, y } = toPosition(camera, size, spot);
    const step = tileStep(camera);
    return this.tiles.get(tileKey(Math.floor(x / step), Math.floor(y / step))) ?? -1;
  }

  /** Puts another layer under what is drawn. */
  drawBelow(layer: HTMLCanvasElement, size: Size): void {
    this.context.globalCompositeOperation = "destination-over";
    this.context.drawImage(layer, 0, 0, size.width, size.height);
    this.context.globalCompositeOperation = "source-over";
  }

  // One picture for each tile of a grid that moves with the map, so that none jumps while it is panned.
  private drawPictures(camera: Camera, size: Size, colourOf: ColourOf): void {
    const { context, positions } = this;
    const images = this.images!;
    const atlas = this.filledAtlas();
    const cell = this.cell;
    const step = tileStep(camera);
    const half = pictureSize / 2;
    this.tiles.clear();
    context.imageSmoothingEnabled = images.width > pictureSize;
    for (let image = 0; image < images.count; image++) {
      const point = images.pointOf[image]!;
      const colour = colourOf(point);
      if (colour === hidden) continue;
      const [column, row] = [Math.floor(positions.x[point]! / step), Math.floor(positions.y[point]! / step)];
      const tile = tileKey(column, row);
      if (this.tiles.has(tile)) continue;
      const spot = toScreen(camera, size, (column + 0.5) * step, (row + 0.5) * step);
      if (spot.x < -half || spot.y < -half || spot.x > size.width + half || spot.y > size.height + half) continue;
      this.tiles.set(tile, point);
      context.fillStyle = groupColour(colour);
      context.fillRect(spot.x - half - 2, spot.y - half - 2, pictureSize + 4, pictureSize + 4);
      context.drawImage(
        atlas, (image % this.columns) * cell.width, Math.floor(image / this.columns) * cell.height,
        cell.width, cell.height, spot.x - half, spot.y - half, pictureSize, pictureSize,
      );
    }
  }

  private filledAtlas(): HTMLCanvasElement {
    const atlas = this.atlas!;
    const images = this.images!;
    const { width, height } = this.cell;
    if (atlas.width === this.columns * width) return atlas;
    atlas.width = this.columns * width;
    atlas.height = Math.ceil(images.count / this.columns) * height;
    const context = atlas.getContext("2d")!;
    if (images.thumbnails) {
      this.fillFromFiles(context);
      return atlas;
    }
    const tile = context.createImageData(images.width, images.height);
    for (let image = 0; image < images.count; image++) {
      paint(images.pixels, image, images, tile.data);
      context.putImageData(tile, (image % this.columns) * images.width, Math.floor(image / this.columns) * images.height);
    }
    return atlas;
  }

  // pictures in files are decoded one after the other, and drawn as they come
  private fillFromFiles(context: CanvasRenderingContext2D): void {
    const { count, thumbnails } = this.images!;
    let due = 0;
    for (let image = 0; image < count; image++) {
      const file = new Image();
      file.onload = () => {
        const scale = pictureSize / Math.max(file.width, file.height);
        const [width, height] = [file.width * scale, file.height * scale];
        const left = (image % this.columns) * pictureSize + (pictureSize - width) / 2;
        context.drawImage(file, left, Math.floor(image / this.columns) * pictureSize + (pictureSize - height) / 2, width, height);
        if (++due % 200 === 0 || due === count) this.onReady();
      };
      file.src = thumbnails!.urlOf(image);
    }
  }

  private get cell(): Size {
    return this.images!.thumbnails ? { width: pictureSize, height: pictureSize } : this.images!;
  }

  private drawMark({ point, neighbours }: NonNullable<Overlay["marked"]>, place: (point: number) => Spot, ink: Ink): void {
    const { context } = this;
    const from = place(point);
    context.strokeStyle = ink.text;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.beginPath();
    for (const to of Array.from(neighbours, place)) {
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
    context.stroke();
    context.globalAlpha = 1;
    for (const neighbour of Array.from(neighbours, place)) this.ring(neighbour, 5, ink.text, 1.5);
    this.ring(from, 9, ink.ground, 5);
    this.ring(from, 9, ink.text, 2.5);
  }

  private ring({ x, y }: Spot, radius: number, colour: string, width: number): void {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  private drawLabels(labels: Label[], camera: Camera, size: Size, ink: Ink): void {
    const { context } = this;
    context.font = "600 12.5px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const placed: Box[] = [];
    for (const label of [...labels].sort((a, b) => b.size - a.size)) {
      const middle = toScreen(camera, size, label.x, label.y);
      if (middle.x < 0 || middle.y < 0 || middle.x > size.width || middle.y > size.height) continue;
      const box = freeBox(middle, context.measureText(label.text).width + 8, size, placed);
      if (!box) continue; // the legend has it, and there is room after zooming in
      placed.push(box);
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      context.strokeStyle = ink.ground;
      context.lineWidth = 4;
      context.strokeText(label.text, x, y);
      context.fillStyle = ink.text;
      context.fillText(label.text, x, y);
    }
    this.canvas.dataset.labels = placed.map(({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round).join(",")).join(";");
  }

  private drawOutline(outline: Spot[], ink: Ink): void {
    const { context } = this;
    context.beginPath();
    outline.forEach(({ x, y }) => context.lineTo(x, y));
    context.closePath();
    context.fillStyle = ink.text;
    context.globalAlpha = 0.08;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = ink.text;
    context.setLineDash([5, 4]);
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }
}

/** Stand for the colour of a point whose group is not known, or not shown. */
export const unknown = -1;
export const hidden = -2;

const tileStep = (camera: Camera): number => (pictureSize + 6) * positionsPerPixel(camera);

const tileKey = (column: number, row: number): number => column * 65536 + row;
