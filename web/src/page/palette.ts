// Ten colours whose smallest distance stays large with normal vision (OKLab 0.16) and under simulated protanopia,
// deuteranopia and tritanopia (0.10; Okabe and Ito's eight reach 0.08), on light and on dark ground.
const base = [
  "#3c95f0", "#f3572a", "#5ae297", "#4b4cd1", "#f5ba26", "#bf5baa", "#95a48b", "#bb0522", "#ccb9f1", "#725b6c",
] as const;

const unknown = [140, 140, 146] as const;
const most = 60; // after these they begin again

type Rgb = readonly [number, number, number];
type Lab = readonly [number, number, number];

let colours: Rgb[] | null = null;

/** The colour of a group: the ten, then fifty more, each as far as can be from all before it. */
export function groupRgb(group: number): Rgb {
  if (group < 0) return unknown;
  if (group < base.length) return parse(base[group]!);
  return (colours ??= spread())[group % most]!;
}

export const groupColour = (group: number): string => `rgb(${groupRgb(group).join(" ")})`;

function parse(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Picks, one after the other, the candidate whose nearest colour is farthest; neither ground nor the grey of no group may be near. */
function spread(): Rgb[] {
  const chosen = base.map(parse);
  const taken: Lab[] = [...chosen, unknown].map(labOf);
  const candidates = candidateColours();
  const away = candidates.map(({ lab }) => Math.min(...taken.map((other) => distance(lab, other))));
  while (chosen.length < most) {
    const next = away.indexOf(Math.max(...away));
    chosen.push(candidates[next]!.rgb);
    candidates.forEach(({ lab }, i) => (away[i] = Math.min(away[i]!, distance(lab, candidates[next]!.lab))));
  }
  return chosen;
}

function candidateColours(): { rgb: Rgb; lab: Lab }[] {
  const found = [];
  for (let red = 0; red <= 255; red += 17) {
    for (let green = 0; green <= 255; green += 17) {
      for (let blue = 0; blue <= 255; blue += 17) {
        const lab = labOf([red, green, blue]);
        const chroma = Math.hypot(lab[1], lab[2]);
        if (lab[0] > 0.36 && lab[0] < 0.88 && chroma > 0.05) found.push({ rgb: [red, green, blue] as const, lab });
      }
    }
  }
  return found;
}

const distance = (a: Lab, b: Lab): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** OKLab (Ottosson 2020). */
function labOf(rgb: Rgb): Lab {
  const [r, g, b] = rgb.map((value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
