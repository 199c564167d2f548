import { useEffect, useRef, useState } from "preact/hooks";
import type { RunData } from "../data/format";
import { type Decisions, readDecisions } from "./decisions";

/** Whether `kindred serve` gave this page, and keeps what is decided in it. */
export const isServed = document.querySelector('meta[name="kindred-served"]') !== null;

const addressOf = ({ recipe, seed }: RunData) => `decisions.json?${new URLSearchParams({ recipe, seed }).toString()}`;

/** Reads what the server keeps once, then sends every change, one after another; says how far it is. */
export function Saved({ run, decisions }: { run: RunData; decisions: Decisions }) {
  const [state, setState] = useState("");
  const kept = useRef<{ file: string; tag: string | null } | null>(null); // what the server has, once that is known
  const sending = useRef(false);
  const latest = useRef("");
  latest.current = decisions.file();

  useEffect(() => {
    fetch(addressOf(run)).then(async (answer) => {
      const found = answer.status === 200 ? readDecisions(await answer.text(), run) : [];
      if (typeof found === "string") throw new Error(found);
      if (answer.status !== 200 && answer.status !== 204) throw new Error("The server does not answer.");
      const isNew = answer.status === 200 && JSON.stringify(found) !== JSON.stringify(decisions.made);
      kept.current = { file: isNew || answer.status === 204 ? "" : latest.current, tag: answer.headers.get("ETag") };
      if (isNew) decisions.replace(found);
      else if (decisions.made.length > 0) send();
      setState(answer.status === 200 ? "Saved" : "");
    }).catch(fail);
  }, [run]);

  useEffect(() => {
    if (kept.current) send();
  }, [decisions]);

  const fail = (error: unknown) => setState(`Not saved: ${(error as Error).message}`);

  function send() {
    const before = kept.current;
    const file = latest.current;
    if (!before || sending.current || before.file === file) return;
    sending.current = true;
    setState("Saving…");
    fetch(addressOf(run), { method: "PUT", body: file, headers: { "Content-Type": "application/json", ...(before.tag && { "If-Match": before.tag }) } }).then(async (answer) => {
      if (!answer.ok) throw new Error(((await answer.json()) as { error: string }).error);
      kept.current = { file, tag: answer.headers.get("ETag") };
      setState("Saved");
      sending.current = false;
      send(); // what changed meanwhile
    }).catch((error: unknown) => {
      sending.current = false;
      fail(error);
    });
  }

  return <p class="saved" role="status">{state}</p>;
}
