// Ten colours whose smallest distance stays large with normal vision (OKLab 0.16) and under simulated protanopia,
// deuteranopia and tritanopia (0.10; Okabe and Ito's eight reach 0.08), on light and on dark ground.
const base = [
  "#3c95f0", "#f3572a", "#5ae297", "#4b4cd1", "#f5ba26", "#bf5baa", "#95a48b", "#bb0522", "#ccb9f1", "#725b6c",
] as const;

const unknown = [140, 140, 146] as const;

type Rgb = readonly [number, number, number];

/** The colour of a group; after ten come darker and then lighter relatives, and after thirty they begin again. */
export function groupRgb(group: number): Rgb {
  if (group < 0) return unknown;
  const [red, green, blue] = parse(base[group % base.length]!);
  const round = Math.floor(group / base.length) % 3;
  if (round === 0) return [red, green, blue];
  const [toward, share] = round === 1 ? [0, 0.42] : [255, 0.5];
  const mix = (value: number) => Math.round(value + (toward - value) * share);
  return [mix(red), mix(green), mix(blue)];
}

export const groupColour = (group: number): string => `rgb(${groupRgb(group).join(" ")})`;

function parse(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
