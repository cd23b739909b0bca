import { useEffect, useRef } from 'preact/hooks';

/** A text marked as in a page: by the same highlight, painted by the same style sheet. */
export function Marked({ name, children }: { name: string; children: string }) {
  const span = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another node
  useEffect(() => {
    const text = span.current?.firstChild;
    if (!text || typeof Highlight !== 'function') return;
    const range = new Range();
    range.selectNodeContents(text);
    const highlight = CSS.highlights.get(name) ?? new Highlight();
    CSS.highlights.set(name, highlight);
    highlight.add(range);
    return () => {
      highlight.delete(range);
    };
  }, [name, children]);
  return (
    <span ref={span} key={children}>
      {children}
    </span>
  );
}
