import { useEffect, useRef, useState } from "preact/hooks";
import { type Theme, usePage } from "./context";

interface Props {
  sections: readonly { id: string; title: string }[];
  onTheme(theme: Theme): void;
}

/** The bar at the top: where one is, which run is shown, light or dark. */
export function Header({ sections, onTheme }: Props) {
  const { report, run, selectRun, theme, decisions } = usePage();
  const current = useCurrent(sections.map(({ id }) => id));
  const links = useRef<HTMLElement>(null);
  useEffect(() => {
    const [bar, link] = [links.current!, links.current!.querySelector<HTMLElement>("[aria-current]")];
    if (link) bar.scrollTo({ left: link.offsetLeft - bar.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2 });
  }, [current]);
  const choosable = report.runs.filter(({ details }) => details);
  return (
    <header class="top">
      <a class="skip" href="#content">Skip to the groups</a>
      <div class="top-inner">
        <span class="brand">Kindred</span>
        <nav aria-label="Sections" ref={links}>
          {sections.map(({ id, title }) => <a key={id} href={`#${id}`} aria-current={current === id ? "true" : undefined}>{title}</a>)}
        </nav>
        {(decisions.canUndo || decisions.canRedo) && (
          <div class="undo" role="group" aria-label="Changes">
            <button type="button" class="quiet" aria-label="Undo" title="Undo (Ctrl+Z)" disabled={!decisions.canUndo} onClick={decisions.undo}>↶</button>
            <button type="button" class="quiet" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled={!decisions.canRedo} onClick={decisions.redo}>↷</button>
          </div>
        )}
        {choosable.length > 1 && (
          <select aria-label="Run shown" value={run.id} onChange={(event) => selectRun(report.runs.find(({ id }) => id === event.currentTarget.value)!)}>
            {choosable.map(({ id, recipe, seed }) => <option key={id} value={id}>{recipe}, seed {seed}</option>)}
          </select>
        )}
        <button type="button" class="quiet" aria-label={theme === "dark" ? "Light colours" : "Dark colours"} onClick={() => onTheme(theme === "dark" ? "light" : "dark")}>
          {theme === "dark" ? "☀" : "☾"}
        </button>
      </div>
    </header>
  );
}

/** The section at the top of the window. */
function useCurrent(ids: string[]): string {
  const [current, setCurrent] = useState(ids[0]!);
  useEffect(() => {
    const update = () => {
      const passed = ids.filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < innerHeight * 0.3);
      const atEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      setCurrent(atEnd ? ids.at(-1)! : (passed.at(-1) ?? ids[0]!));
    };
    const observer = new ResizeObserver(update); // sections arrive after the page
    observer.observe(document.body);
    addEventListener("scroll", update, { passive: true });
    return () => {
      observer.disconnect();
      removeEventListener("scroll", update);
    };
  }, [ids.join(" ")]);
  return current;
}

const key = "kindred-theme";

export function useTheme(): [Theme, (theme: Theme) => void] {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const [theme, setTheme] = useState<Theme>(() => storedTheme() ?? (system.matches ? "dark" : "light"));
  document.documentElement.dataset.theme = theme;
  useEffect(() => {
    const follow = () => storedTheme() ?? setTheme(system.matches ? "dark" : "light");
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  return [theme, (chosen) => {
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // the choice lasts until the page is closed
    }
    setTheme(chosen);
  }];
}

function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : null;
  } catch {
    return null;
  }
}
