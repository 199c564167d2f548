import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface Props {
  text: string;
  children: ComponentChildren;
  /** Makes the words a button, e.g. the head of a sortable column. */
  onClick?: () => void;
}

/** Words with an explanation that appears on hover and on focus. */
export function Term({ text, children, onClick }: Props) {
  const id = useId();
  const words = useRef<HTMLElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const place = () => words.current && tip.current && placeNear(words.current, tip.current);
  const hide = (event: KeyboardEvent) => {
    if (event.key === "Escape") tip.current?.classList.remove("is-shown");
  };
  const shown = { onPointerEnter: place, onFocus: place, onKeyDown: hide, "aria-describedby": id };
  const leave = () => tip.current?.classList.remove("is-shown");
  return (
    <span class="term-box" onPointerLeave={leave} onFocusOut={leave}>
      {onClick
        ? <button type="button" class="term" ref={words as never} onClick={onClick} {...shown}>{children}</button>
        : <span class="term" tabIndex={0} ref={words} {...shown}>{children}</span>}
      <span role="tooltip" id={id} class="tip" ref={tip}>{text}</span>
    </span>
  );
}

function placeNear(words: HTMLElement, tip: HTMLElement): void {
  tip.classList.add("is-shown");
  const margin = 8;
  const box = words.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(margin, box.left), document.documentElement.clientWidth - size.width - margin);
  const above = box.top - size.height - margin;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > margin ? above : box.bottom + margin}px`;
}
