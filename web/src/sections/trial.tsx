import { useEffect, useRef, useState } from "preact/hooks";
import type { Column, ModelData } from "../data/format";
import { none } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Section, Swatch } from "../page/controls";
import { meanings } from "../page/glossary";
import { decimal, probability } from "../page/numbers";
import { groupColour } from "../page/palette";
import { Gallery, Picture } from "../page/pictures";
import { Term } from "../page/term";
import { type Told, nearest, openModel } from "../trial/model";
import { readPicture } from "../trial/read";

interface Tried {
  name: string;
  pixels: Uint8Array;
  told: Told;
  alike: number[];
}

const most = 12;

/** A picture of the reader's, put into the clusters by the model in this page. */
export function TrialSection({ program, model }: { program: Column; model: ModelData }) {
  const [tried, setTried] = useState<Tried | null>(null);
  const [state, setState] = useState("");
  const [isOver, setOver] = useState(false);
  const last = useRef(0);

  const take = async (file: File | undefined) => {
    if (!file) return;
    const turn = ++last.current; // only the last picture counts
    setState(`Looking at ${file.name}…`);
    try {
      const found = await look(file, program, model);
      if (turn !== last.current) return;
      setTried(found);
      setState("");
    } catch (error) {
      if (turn !== last.current) return;
      setTried(null);
      setState((error as Error).message);
    }
  };
  useDropped(take, setOver);

  return (
    <Section id="trial" title="Try a picture" lead="Which cluster would a new picture go to? The model is in this page, and the picture stays on this machine.">
      <label class={isOver ? "drop is-over" : "drop"}>
        <input type="file" accept="image/*" onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
        <span>Drop a picture here, or choose one</span>
      </label>
      <p class="note" role="status">{state}</p>
      {tried && <Answer tried={tried} model={model} />}
    </Section>
  );
}

async function look(file: File, program: Column, model: ModelData): Promise<Tried> {
  const { height, width, channels } = model.input;
  const pixels = await readPicture(file, model.input);
  const { run, codes } = await openModel(program, model);
  const told = await run(Float32Array.from(pixels, (byte) => byte / 255), [1, height, width, channels]);
  return { name: file.name, pixels, told, alike: nearest(codes, told.code, most) };
}

function Answer({ tried: { name, pixels, told, alike }, model }: { tried: Tried; model: ModelData }) {
  const { names } = usePage();
  const { points, details } = useShown();
  const isGone = told.cluster !== none && !details.groups.some(({ id }) => id === told.cluster);
  const isUnusual = !(told.distance <= model.unusualDistance);
  return (
    <div class="trial-answer" aria-live="polite">
      <Picture pixels={pixels} index={0} shape={model.input} size={120} label={`${name}, as the model sees it`} />
      <div>
        <h3>{name}</h3>
        <dl class="facts">
          <dt>Cluster</dt>
          <dd><Swatch colour={groupColour(told.cluster)} /> {names.of(told.cluster)}</dd>
          {told.probability !== null && told.cluster !== none && <>
            <dt><Term text={meanings.probability}>Probability</Term></dt>
            <dd>{probability(told.probability)}</dd>
          </>}
          <dt><Term text={meanings.distance}>Distance</Term></dt>
          <dd>{decimal(told.distance)}</dd>
        </dl>
        {isGone && <p class="note">The model tells clusters as they were found; this one you have merged into another.</p>}
        {isUnusual && <p class="note" role="alert">It is unlike anything that the model was made from.</p>}
      </div>
      {points.images && alike.length > 0 && (
        <div class="trial-alike">
          <h3>Most alike</h3>
          <Gallery images={alike} label={`Pictures most like ${name}`} />
        </div>
      )}
    </div>
  );
}

/** Takes pictures that are dropped anywhere on the page. */
function useDropped(take: (file: File | undefined) => void, setOver: (isOver: boolean) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(false);
      document.getElementById("trial")?.scrollIntoView();
      latest.current(event.dataTransfer!.files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
}
