import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Card, DirectoryEntry } from '../glossary/card.ts';
import { KINDS, type Kind } from '../glossary/kinds.ts';
import type { Settings } from '../settings/settings.ts';
import { TermIcon } from '../ui/card-view.tsx';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { ask } from './ask.ts';
import type { Directory } from './directory.ts';
import { glossaryHash, type Route, termHash } from './route.ts';
import { writingFound } from './search.ts';
import { useKnown } from './stored.ts';
import { TermPane } from './term-pane.tsx';

/** Rows drawn at once; the next follow when the last comes into view. */
const CHUNK = 24;
/** The rows' sentences and the counts of kinds follow when the typing rests. Milliseconds. */
const REST_MS = 120;

interface Props {
  route: Route;
  directory: Directory;
  settings: Settings;
  dark: boolean;
}

/** All terms, to search and browse; a term opens its card beside the list, on narrow screens in its place. */
export function GlossaryView({ route, directory, settings, dark }: Props) {
  const [query, setQuery] = useState(route.query);
  const [kind, setKind] = useState(route.kind);
  const [shown, setShown] = useState(CHUNK);
  const list = useRef<HTMLUListElement>(null);
  const known = useKnown();
  const knownIds = useMemo(() => new Set(known?.terms.map(({ id }) => id)), [known]);
  const found = useMemo(() => directory.search.find(query, kind), [directory, query, kind]);
  const rows = useMemo(() => found.first(shown), [found, shown]);
  const cards = useCards(rows, settings.cardLanguage === 'text' ? UI_LANG : settings.cardLanguage);

  // an address that was followed brings its own filters
  useEffect(() => {
    if (route.term !== undefined) return;
    setQuery(route.query);
    setKind(route.kind);
    setShown(CHUNK);
  }, [route]);

  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (route.term === undefined && last.current !== undefined)
      list.current?.querySelector<HTMLElement>(`[href="${CSS.escape(termHash(last.current))}"]`)?.focus();
    last.current = route.term;
  }, [route.term]);

  const filter = (nextQuery: string, nextKind: Kind | undefined) => {
    setQuery(nextQuery);
    setKind(nextKind);
    setShown(CHUNK);
    // no entry in the history for each key
    if (route.term === undefined) history.replaceState(null, '', glossaryHash(nextKind, nextQuery));
  };
  const counts = useRested(found.counts);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);

  return (
    <div class={`glossary ${route.term === undefined ? '' : 'with-term'}`}>
      <div class="browse">
        <search class="filters">
          <label class="field grow">
            <span>{t('searchTerms')}</span>
            <input
              type="search"
              value={query}
              autocomplete="off"
              spellcheck={false}
              placeholder={t('searchExample')}
              onInput={(event) => filter(event.currentTarget.value, kind)}
              onKeyDown={(event) => fromSearch(event, list.current)}
            />
          </label>
          <label class="field kinds">
            <span>{t('kind')}</span>
            <select
              value={kind ?? ''}
              onChange={(event) =>
                filter(
                  query,
                  KINDS.find((each) => each === event.currentTarget.value),
                )
              }
            >
              <option value="">{`${t('allKinds')} (${all})`}</option>
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {`${KIND_NAMES[UI_LANG][each]} (${counts.get(each) ?? 0})`}
                </option>
              ))}
            </select>
          </label>
        </search>
        <p class="count" role="status">
          {found.total === 0 ? t('noTermFound') : t('termsFound', String(found.total))}
        </p>
        <ul ref={list} class="terms" onKeyDown={fromRow}>
          {rows.map((entry) => (
            <Row
              key={entry[0]}
              entry={entry}
              card={cards.get(entry[0])}
              also={writingFound(entry, query)}
              known={knownIds.has(entry[0])}
              open={entry[0] === route.term}
              dark={dark}
            />
          ))}
        </ul>
        {found.total > rows.length && <More left={found.total - rows.length} onMore={() => setShown(shown + 3 * CHUNK)} />}
      </div>
      {route.term !== undefined && (
        <TermPane
          id={route.term}
          directory={directory}
          settings={settings}
          dark={dark}
          known={knownIds.has(route.term)}
          back={glossaryHash(kind, query)}
        />
      )}
    </div>
  );
}

interface RowProps {
  entry: DirectoryEntry;
  card: Card | undefined;
  also: string | undefined;
  known: boolean;
  open: boolean;
  dark: boolean;
}

function Row({ entry: [id, name, kind], card, also, known, open, dark }: RowProps) {
  return (
    <li>
      <a href={termHash(id)} aria-current={open ? 'true' : undefined}>
        <TermIcon card={card ?? { kind }} dark={dark} />
        <span class="line">
          <b>{name}</b>
          {also !== undefined && <span class="also">{also}</span>}
          <span class="kind">{KIND_NAMES[UI_LANG][kind]}</span>
          {id.startsWith('own-') && <span class="tag">{t('yours')}</span>}
          {known && <span class="tag">{t('known')}</span>}
        </span>
        <span class="is" lang={card?.lang}>
          {card?.is ?? '\u00a0'}
        </span>
      </a>
    </li>
  );
}

/** A button that presses itself when it comes near the viewport. */
function More({ left, onMore }: { left: number; onMore(): void }) {
  const button = useRef<HTMLButtonElement>(null);
  const press = useRef(onMore);
  press.current = onMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: observed anew after each chunk, since it may still be in view
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && press.current(), { rootMargin: '400px' });
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  }, [left]);
  return (
    <button type="button" ref={button} class="quiet more" onClick={onMore}>
      {t('showMore', String(left))}
    </button>
  );
}

/** A value as it was when the typing last rested: thirty lines of a closed list need not be drawn at each key. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** The cards of the rows shown, as far as they have come. */
function useCards(rows: readonly DirectoryEntry[], lang: 'en' | 'ko'): ReadonlyMap<string, Card> {
  const [cards, setCards] = useState<ReadonlyMap<string, Card>>(new Map());
  useEffect(() => {
    const held = [...cards.values()][0]?.lang === lang ? cards : new Map<string, Card>();
    const missing = rows.map(([id]) => id).filter((id) => !held.has(id));
    if (missing.length === 0) return;
    let current = true;
    const timer = setTimeout(() => {
      ask('cards', { terms: missing, lang }).then(
        (found) => current && found.length > 0 && setCards(new Map([...held, ...found.map((card) => [card.id, card] as const)])),
        // the rows stand without their sentences
        () => {},
      );
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [rows, lang, cards]);
  return cards;
}

/** From the search the arrow leads into the list, and Enter opens the first term. */
function fromSearch(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.isComposing) return;
  const first = list?.querySelector('a');
  if (!first || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
  event.preventDefault();
  if (event.key === 'Enter') location.hash = first.hash;
  else first.focus();
}

/** In the list the arrows move from term to term, from the first back into the search. */
function fromRow(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = event.target instanceof Element ? event.target.closest('li') : null;
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const target =
    next?.querySelector('a') ?? (event.key === 'ArrowUp' ? document.querySelector<HTMLElement>('input[type="search"]') : null);
  if (!row || !target) return;
  event.preventDefault();
  target.focus();
}
