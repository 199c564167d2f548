/** The window on the map. World coordinates are the positions divided by 65535, y upwards. */
export interface Camera {
  x: number; // world, in the middle of the view
  y: number;
  scale: number; // CSS pixels per world unit
}

export interface Size {
  width: number;
  height: number;
}

export interface Spot {
  x: number;
  y: number;
}

const range = 65535;

export function toScreen(camera: Camera, size: Size, x: number, y: number): Spot {
  return {
    x: (x / range - camera.x) * camera.scale + size.width / 2,
    y: size.height / 2 - (y / range - camera.y) * camera.scale,
  };
}

/** A place on the screen as a position. */
export function toPosition(camera: Camera, size: Size, spot: Spot): Spot {
  return {
    x: ((spot.x - size.width / 2) / camera.scale + camera.x) * range,
    y: ((size.height / 2 - spot.y) / camera.scale + camera.y) * range,
  };
}

export const positionsPerPixel = (camera: Camera): number => range / camera.scale;

export function pan(camera: Camera, right: number, down: number): Camera {
  return { ...camera, x: camera.x - right / camera.scale, y: camera.y + down / camera.scale };
}

/** Zooms so that what lies under the spot stays there. */
export function zoom(camera: Camera, size: Size, spot: Spot, factor: number, whole: Camera): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, whole.scale * 0.5), whole.scale * 400);
  const right = spot.x - size.width / 2;
  const up = size.height / 2 - spot.y;
  return {
    scale,
    x: camera.x + right / camera.scale - right / scale,
    y: camera.y + up / camera.scale - up / scale,
  };
}

/** Shows nearly all points, leaving a few far away ones to be found by panning. */
export function fit(xs: Uint16Array, ys: Uint16Array, size: Size): Camera {
  const [left, right] = spread(xs);
  const [low, high] = spread(ys);
  const margin = 24;
  const scale = Math.min((size.width - 2 * margin) / (right - left), (size.height - 2 * margin) / (high - low));
  return { x: (left + right) / 2, y: (low + high) / 2, scale: Math.max(scale, 1) };
}

/** Where all but the outermost 1 in 500 lie on each side, in world units. */
function spread(values: Uint16Array): [number, number] {
  if (values.length === 0) return [0, 1];
  const sorted = Uint16Array.from(values).sort();
  const cut = Math.floor(values.length / 500);
  const low = sorted[cut]! / range;
  const high = sorted[sorted.length - 1 - cut]! / range;
  return high > low ? [low, high] : [low - 0.05, high + 0.05];
}
