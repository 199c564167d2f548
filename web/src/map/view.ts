import type { Images, Positions } from "../data/run";
import { type Camera, type Size, type Spot, fit, pan, positionsPerPixel, toPosition, zoom } from "./camera";
import { listen } from "./gestures";
import { type Ink, type Label, type Overlay, OverlayPainter, hidden, unknown } from "./overlay";
import { Pace } from "./pace";
import { Picker } from "./picker";
import { Scatter } from "./scatter";

export interface ViewEvents {
  hover(point: number, spot: Spot | null): void; // −1 for none
  pick(point: number): void;
  choose(points: Uint32Array | null): void;
}

/** What points are coloured by, and which of the groups are wanted; none means all. */
export interface Colouring {
  groups: ArrayLike<number>;
  colours: number[]; // of each group, its place in the palette
  wanted: ReadonlySet<number>;
}

const reach = 10; // CSS pixels within which a point is met
const stride = 60; // CSS pixels for each press of an arrow

/** The map: keeps the window, the points and the layer above them in step, and draws when something changed. */
export class MapView {
  lassoIsOn = false;
  picturesAreOn = false;
  private size: Size = { width: 1, height: 1 };
  private whole: Camera = { x: 0.5, y: 0.5, scale: 1 };
  private camera: Camera = this.whole;
  private readonly scatter: Scatter;
  private readonly painter: OverlayPainter;
  private builtPicker: Picker | null = null;
  private readonly overlay: Overlay = { labels: [], marked: null, hovered: -1, outline: null };
  private colouring: Colouring = { groups: [], colours: [], wanted: new Set() };
  private ink: Ink = { text: "#000", ground: "#fff" };
  private frame = 0;
  private readonly pace = new Pace(() => this.redraw());
  private readonly stopListening: () => void;
  private readonly observer: ResizeObserver;

  constructor(
    private readonly host: HTMLElement, private readonly points: HTMLCanvasElement, private readonly above: HTMLCanvasElement,
    private readonly images: Images | null, private readonly positions: Positions, private readonly events: ViewEvents,
  ) {
    this.scatter = new Scatter(points, positions.x, positions.y);
    this.painter = new OverlayPainter(above, positions, images, () => this.redraw());
    this.stopListening = listen(above, this, () => this.lassoIsOn);
    addEventListener("beforeprint", this.print);
    addEventListener("afterprint", this.afterPrint);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(host);
    this.resize();
    this.reset();
  }

  dispose(): void {
    this.stopListening();
    removeEventListener("beforeprint", this.print);
    removeEventListener("afterprint", this.afterPrint);
    this.observer.disconnect();
    this.pace.dispose();
    cancelAnimationFrame(this.frame);
    this.scatter.dispose();
  }

  setColouring(colouring: Colouring): void {
    if (colouring.groups !== this.colouring.groups) this.scatter.setGroups(colouring.groups, colouring.colours.length);
    this.scatter.setShownGroups(colouring.colours, colouring.wanted, this.positions.x.length > 20_000 ? 0.8 : 0.9);
    this.colouring = colouring;
    this.redraw();
  }

  setLabels(labels: Label[]): void {
    this.overlay.labels = labels;
    this.redraw();
  }

  setMarked(marked: Overlay["marked"]): void {
    this.overlay.marked = marked;
    this.redraw();
  }

  setChosen(points: Uint32Array | null): void {
    this.scatter.setChosen(points);
    this.redraw();
  }

  setInk(ink: Ink): void {
    this.ink = ink;
    this.redraw();
  }

  reset(): void {
    this.moveTo(this.whole);
  }

  zoomBy(factor: number): void {
    this.zoom({ x: this.size.width / 2, y: this.size.height / 2 }, factor);
  }

  chooseVisible(): void {
    const { width, height } = this.size;
    this.endLasso([{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }]);
  }

  redraw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  pan(right: number, down: number): void {
    this.moveTo(pan(this.camera, right, down));
  }

  zoom(spot: Spot, factor: number): void {
    this.moveTo(zoom(this.camera, this.size, spot, factor, this.whole));
  }

  hover(spot: Spot | null): void {
    const point = spot ? this.pointAt(spot) : -1;
    if (point === this.overlay.hovered && point < 0) return;
    this.overlay.hovered = point;
    this.events.hover(point, spot);
    this.redraw();
  }

  click(spot: Spot): void {
    const point = this.pointAt(spot);
    if (point >= 0) this.events.pick(point);
  }

  drawLasso(outline: Spot[]): void {
    this.overlay.outline = outline;
    this.redraw();
  }

  endLasso(outline: Spot[]): void {
    this.overlay.outline = null;
    const corners = outline.map((spot) => toPosition(this.camera, this.size, spot));
    const points = corners.length > 2 ? this.picker.inside(corners, this.isWanted) : null;
    this.events.choose(points && points.length > 0 ? points : null);
    this.redraw();
  }

  key(key: string): boolean {
    if (key === "ArrowLeft") this.pan(stride, 0);
    else if (key === "ArrowRight") this.pan(-stride, 0);
    else if (key === "ArrowUp") this.pan(0, stride);
    else if (key === "ArrowDown") this.pan(0, -stride);
    else if (key === "+" || key === "=") this.zoomBy(1.3);
    else if (key === "-") this.zoomBy(1 / 1.3);
    else if (key === "0") this.reset();
    else if (key === "Escape") this.events.choose(null);
    else if (key === "Enter") this.pickMiddle();
    else return false;
    return true;
  }

  // built when first needed: the map is drawn the sooner
  private get picker(): Picker {
    return (this.builtPicker ??= new Picker(this.positions, this.images?.imageOf ?? null));
  }

  private pickMiddle(): void {
    const { width, height } = this.size;
    const middle = toPosition(this.camera, this.size, { x: width / 2, y: height / 2 });
    const point = this.picker.nearest(middle, Math.min(width, height) * positionsPerPixel(this.camera), this.isWanted);
    if (point >= 0) this.events.pick(point);
  }

  private readonly isWanted = (point: number): boolean => {
    const { groups, wanted } = this.colouring;
    return wanted.size === 0 || wanted.has(groups[point]!);
  };

  private pointAt(spot: Spot): number {
    const pictured = this.picturesAreOn ? this.painter.pictureAt(this.camera, this.size, spot) : -1;
    if (pictured >= 0) return pictured;
    return this.picker.nearest(toPosition(this.camera, this.size, spot), reach * positionsPerPixel(this.camera), this.isWanted);
  }

  // What WebGL drew is gone by the time a page is printed; the layer above keeps what it is given.
  private readonly print = (): void => {
    const { ink } = this;
    this.ink = { text: "#000", ground: "#fff" };
    this.draw();
    this.painter.drawBelow(this.points, this.size);
    this.ink = ink;
  };

  private readonly afterPrint = (): void => this.redraw();

  private moveTo(camera: Camera): void {
    this.camera = camera;
    this.pace.moved();
    this.redraw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(devicePixelRatio, 2);
    for (const canvas of [this.points, this.above]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const wasWhole = this.camera === this.whole;
    this.size = { width, height };
    this.whole = fit(this.positions.x, this.positions.y, this.size);
    if (wasWhole) this.camera = this.whole;
    this.draw();
  }

  private draw(): void {
    const { camera, size, overlay, ink, colouring } = this;
    const crowd = Math.sqrt((size.width * size.height) / Math.max(1, this.positions.x.length));
    const closeness = (camera.scale / this.whole.scale) ** 0.4;
    this.scatter.draw(camera, size, Math.min(Math.max(crowd * 0.6, 2.8) * closeness, 14), this.pace.share);
    const colourOf = (point: number) => (this.isWanted(point) ? (colouring.colours[colouring.groups[point]!] ?? unknown) : hidden);
    this.painter.draw(camera, size, overlay, ink, this.picturesAreOn ? colourOf : null);
    if (!this.host.dataset.drawn) performance.mark("map-drawn");
    this.host.dataset.drawn = "true";
  }
}
