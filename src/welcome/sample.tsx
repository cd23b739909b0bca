import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Card } from '../glossary/card.ts';
import { CardView } from '../ui/card-view.tsx';
import { ask, type Mark, SAMPLES, type SampleLang } from './samples.ts';

/** The way from word to card may lead over what lies between. Milliseconds. */
const LEAVE_MS = 300;

/** Between word and card, and between card and window. CSS px. */
const GAP = 8;
/** As in `welcome.css`. */
const NARROW = '(max-width: 479px)';

interface Props {
  lang: SampleLang;
  marks: readonly Mark[];
  /** Whether the one open card may be here. */
  active: boolean;
  onShow(): void;
  /** The card of a mark; it is there as soon as the mark is. */
  cardOf(mark: Mark): Card | undefined;
  /** Name of the highlight that paints the marks. */
  look: string;
  dark: boolean;
  /** Rest on a mark before its card opens. Milliseconds. */
  delay: number;
}

/**
 * A text in which Termlight works. Content scripts do not run in our own pages: here the marks are elements, so that the keyboard
 * and a screen reader reach them, painted by the same style sheet as in any page.
 */
export function Sample({ lang, marks, active, onShow, cardOf, look, dark, delay }: Props) {
  const [chosen, setChosen] = useState<Mark>();
  // a mark that is no longer there has no card; the same may have been found again
  const shown = active ? marks.find(({ start, term }) => start === chosen?.start && term === chosen.term) : undefined;
  const timer = useRef(0);
  const after = (ms: number, then: () => void) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(then, ms);
  };
  const stay = () => clearTimeout(timer.current);
  const box = useRef<HTMLDivElement>(null);
  /** Opened by a key or a tap, or turned to another term: it stays, and has a way out. */
  const [held, setHeld] = useState(false);
  /** What was chosen last, drawn or not yet. */
  const latest = useRef<Mark>(undefined);
  const show = (mark: Mark | undefined, hold = false) => {
    stay();
    latest.current = mark;
    setChosen(mark);
    setHeld(hold);
    if (mark) onShow();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // a press elsewhere closes, and Escape, wherever the focus is
  useEffect(() => {
    const pressed = (event: Event) => {
      if (latest.current && !(event.target as Element).closest('.mark, .try-card')) show(undefined);
    };
    const keyed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !latest.current) return;
      event.preventDefault();
      close(latest.current);
    };
    addEventListener('pointerdown', pressed);
    addEventListener('keydown', keyed);
    return () => {
      removeEventListener('pointerdown', pressed);
      removeEventListener('keydown', keyed);
    };
  });

  const markElement = (mark: Mark) => box.current?.querySelector<HTMLElement>(`[data-start="${mark.start}"]`);
  const leftFocus = (event: FocusEvent) => {
    const to = event.relatedTarget as Element | null;
    // without a target the window has lost the focus, or a press went beside
    if (to && !to.closest('.try-card') && to !== markElement(shown as Mark)) show(undefined);
  };
  /** The focus goes back to where it came from. */
  const close = (mark: Mark) => {
    if (box.current?.querySelector('.try-card')?.contains(document.activeElement)) markElement(mark)?.focus();
    show(undefined);
  };

  const parts: (string | Mark)[] = [];
  let at = 0;
  for (const mark of marks) {
    parts.push(SAMPLES[lang].slice(at, mark.start), mark);
    at = mark.end;
  }
  parts.push(SAMPLES[lang].slice(at));
  return (
    <div ref={box} class="sample" lang={lang}>
      {parts.map((part) => {
        if (typeof part === 'string') return part;
        const card = shown === part ? cardOf(part) : undefined;
        return [
          <MarkView
            key={part.start}
            mark={part}
            text={SAMPLES[lang].slice(part.start, part.end)}
            look={look}
            open={card !== undefined}
            onRest={() => !held && shown !== part && after(shown ? 0 : delay, () => show(part))}
            onLeave={() => !held && after(LEAVE_MS, () => show(undefined))}
            onFocus={() => shown !== part && show(part)}
            onBlur={leftFocus}
            onPress={(byKey) => {
              show(part, true);
              // the keyboard goes into the card; the pointer has no need to
              if (byKey)
                requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('.try-card :is(button, a)')?.focus());
            }}
          />,
          card && (
            <TryCard
              key={`card-${part.start}`}
              first={card}
              because={(part.because ?? []).map(([start, end]) => SAMPLES[lang].slice(start, end))}
              {...(held && { onClose: () => close(part) })}
              dark={dark}
              onEnter={stay}
              onTurn={() => show(part, true)}
              onLeave={() => !held && after(LEAVE_MS, () => show(undefined))}
              onBlur={leftFocus}
            />
          ),
        ];
      })}
    </div>
  );
}

interface MarkProps {
  mark: Mark;
  text: string;
  look: string;
  open: boolean;
  onRest(): void;
  onLeave(): void;
  onFocus(): void;
  onBlur(event: FocusEvent): void;
  onPress(byKey: boolean): void;
}

function MarkView({ mark, text, look, open, onRest, onLeave, onFocus, onBlur, onPress }: MarkProps) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const node = element.current?.firstChild;
    if (!node || typeof Highlight !== 'function') return;
    const range = new Range();
    range.selectNodeContents(node);
    const highlight = CSS.highlights.get(look) ?? new Highlight();
    CSS.highlights.set(look, highlight.add(range));
    return () => void highlight.delete(range);
  }, [look]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is a box of its own, and a line would break between it and its particle
    <span
      ref={element}
      class="mark"
      role="button"
      tabIndex={0}
      aria-haspopup="dialog"
      aria-expanded={open}
      data-start={mark.start}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onRest()}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onLeave()}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onFocus()}
      onBlur={onBlur}
      onClick={() => onPress(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPress(true);
      }}
    >
      {text}
    </span>
  );
}

interface TryCardProps {
  first: Card;
  /** The sample's words that spoke for this sense. */
  because: readonly string[];
  dark: boolean;
  onEnter(): void;
  /** It shows another card, perhaps a smaller one that the pointer is no longer on. */
  onTurn(): void;
  onLeave(): void;
  onBlur(event: FocusEvent): void;
  onClose?: () => void;
}

/** The card of a mark, in the top layer beside it; it turns to neighbors and languages as in any page. */
function TryCard({ first, because, dark, onEnter, onTurn, onLeave, onBlur, onClose }: TryCardProps) {
  const [cards, setCards] = useState<readonly [Card, ...Card[]]>([first]);
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = element.current;
    // the mark stands before its card
    const mark = own?.previousElementSibling;
    if (!own || !mark) return;
    own.showPopover();
    keepInView(own, mark);
    const placeAgain = () => place(own, mark);
    // its own size changes when it turns to another term
    const sizes = new ResizeObserver(placeAgain);
    for (const child of own.children) sizes.observe(child);
    addEventListener('scroll', placeAgain, { passive: true });
    addEventListener('resize', placeAgain);
    return () => {
      sizes.disconnect();
      removeEventListener('scroll', placeAgain);
      removeEventListener('resize', placeAgain);
    };
  }, []);
  const card = cards.at(-1) ?? first;
  const turn = async (id: string, lang: 'en' | 'ko', inPlace: boolean) => {
    onTurn();
    const [next] = await ask('cards', { terms: [id], lang }).catch(() => []);
    if (next) setCards((before) => [...(inPlace ? before.slice(0, -1) : before), next] as [Card, ...Card[]]);
  };
  return (
    <div
      ref={element}
      class="try-card"
      popover="manual"
      onPointerEnter={onEnter}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onLeave()}
      onFocusOut={onBlur}
    >
      <CardView
        card={card}
        dark={dark}
        back={cards.length > 1}
        because={card.id === first.id ? because : []}
        onClose={onClose}
        onBack={() => setCards((before) => before.slice(0, -1) as [Card, ...Card[]])}
        onTerm={(id) => void turn(id, card.lang, false)}
        onLang={(lang) => void turn(card.id, lang, true)}
      />
    </div>
  );
}

/** Puts the card below its mark, or above where there is more room; it never covers it, and scrolls inside where it is higher. */
function place(card: HTMLElement, mark: Element): void {
  const { style } = card;
  if (matchMedia(NARROW).matches) {
    style.inset = style.maxBlockSize = '';
    return;
  }
  const line = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  style.maxBlockSize = '';
  const { width, height } = card.getBoundingClientRect();
  const below = innerHeight - line.bottom - 2 * GAP;
  const above = line.top - 2 * GAP;
  const goesBelow = height <= below || below >= above;
  const room = Math.max(0, goesBelow ? below : above);
  const left = Math.max(GAP, Math.min(line.left, document.documentElement.clientWidth - width - GAP));
  const top = goesBelow ? line.bottom + GAP : line.top - GAP - Math.min(height, room);
  style.inset = `${top}px auto auto ${left}px`;
  if (height > room) style.maxBlockSize = `${room}px`;
}

/** On a narrow screen the card is a sheet at the bottom; a word that it would cover is scrolled out from under it. */
function keepInView(card: HTMLElement, mark: Element): void {
  place(card, mark);
  const covered = mark.getBoundingClientRect().bottom + 12 - card.getBoundingClientRect().top;
  if (matchMedia(NARROW).matches && covered > 0) scrollBy({ top: covered, behavior: 'instant' });
}
