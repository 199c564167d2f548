import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export function Swatch({ colour }: { colour: string }) {
  return <span class="swatch" style={{ background: colour }} aria-hidden="true" />;
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange(value: NoInfer<T>): void;
}

/** A few options side by side, one of them chosen. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value} type="button" aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

interface SectionProps {
  id: string;
  title: string;
  lead?: ComponentChildren;
  tools?: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ id, title, lead, tools, children }: SectionProps) {
  return (
    <section class="section" id={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {tools && <div class="tools">{tools}</div>}
      </div>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}

/** A section that is opened when it is wanted; links to it open it. */
export function FoldedSection({ id, title, lead, tools, children }: SectionProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const follow = () => {
      if (location.hash !== `#${id}`) return;
      setOpen(true);
      requestAnimationFrame(() => box.current?.scrollIntoView());
    };
    const print = () => setOpen(true);
    follow();
    addEventListener("hashchange", follow);
    addEventListener("beforeprint", print);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("beforeprint", print);
    };
  }, [id]);
  return (
    <section class="section is-folded" id={id} aria-labelledby={`${id}-title`}>
      <details class="folded" ref={box} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><h2 id={`${id}-title`}>{title}</h2></summary>
        {isOpen && (
          <>
            {tools && <div class="tools">{tools}</div>}
            {lead && <p class="lead">{lead}</p>}
            {children}
          </>
        )}
      </details>
    </section>
  );
}

/** Shares of a whole as one bar of coloured pieces. */
export function ShareBar({ pieces, label }: { pieces: { share: number; colour: string; title: string }[]; label: string }) {
  return (
    <div class="share-bar" role="img" aria-label={label}>
      {pieces.map(({ share, colour, title }) => (
        <span key={title} style={{ flexGrow: share, background: colour }} title={title} />
      ))}
    </div>
  );
}
