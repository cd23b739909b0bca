/** The address bar's keyword `tl`: terms by name, and the glossary's page for the one chosen. */
import browser, { type Omnibox } from 'webextension-polyfill';
import type { Card, DirectoryEntry } from '../glossary/card.ts';
import { foldText } from '../recognizer/fold.ts';
import type { Lang } from '../recognizer/types.ts';

/** Chromium shows no more. */
const MOST = 6;
/** A single letter stands inside nearly everything. */
const LEAST_INSIDE = 2;

export interface OmniboxHooks {
  /** All terms, bundled and own. */
  directory(): Promise<readonly DirectoryEntry[]>;
  cards(ids: readonly string[], lang: Lang): Promise<Card[]>;
}

/** Terms by what a reader types. */
export class TermFinder {
  readonly #terms: { id: string; name: string; folded: string[] }[];

  constructor(directory: readonly DirectoryEntry[]) {
    this.#terms = directory.map(([id, name, , surfaces]) => ({ id, name, folded: [name, ...surfaces].map(foldText) }));
  }

  /** The best first: written so, begins so, another writing begins so, a word of it does, somewhere inside; then the shorter. */
  find(text: string, most = MOST): { id: string; name: string }[] {
    const wanted = foldText(text);
    if (wanted === '') return [];
    const found: { id: string; name: string; rank: number; length: number }[] = [];
    for (const { id, name, folded: writings } of this.#terms) {
      let best: { rank: number; length: number } | undefined;
      for (const [i, writing] of writings.entries()) {
        const rank = id === wanted ? 0 : rankOf(writing, wanted, i === 0);
        if (rank === undefined) continue;
        if (!best || rank < best.rank || (rank === best.rank && writing.length < best.length))
          best = { rank, length: writing.length };
      }
      if (best) found.push({ id, name, ...best });
    }
    found.sort((a, b) => a.rank - b.rank || a.length - b.length || (a.name < b.name ? -1 : 1));
    return found.slice(0, most).map(({ id, name }) => ({ id, name }));
  }
}

function rankOf(writing: string, wanted: string, isName: boolean): number | undefined {
  if (writing === wanted) return isName ? 0 : 1;
  const at = writing.indexOf(wanted);
  if (at === 0) return isName ? 2 : 3;
  if (at < 0 || wanted.length < LEAST_INSIDE) return undefined;
  for (let i = at; i >= 0; i = writing.indexOf(wanted, i + 1)) if (!/[\p{L}\p{N}]/u.test(writing[i - 1] ?? '')) return 4;
  return 5;
}

/** Chromium reads a suggestion's description as XML, Firefox as text. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&apos;')
  );
}

/** What the list shows for a term. */
export function describe(name: string, is: string, xml: boolean): string {
  if (!xml) return is === '' ? name : `${name} – ${is}`;
  return `<match>${escapeXml(name)}</match>${is === '' ? '' : ` <dim>– ${escapeXml(is)}</dim>`}`;
}

/** The page that answers: the term's card, or the glossary with what was typed. */
export function answerPage(text: string, found: { id: string } | undefined): string {
  const hash = found ? `term/${encodeURIComponent(found.id)}` : `glossary?${new URLSearchParams({ q: text.trim() })}`;
  return `src/options/index.html#${hash}`;
}

/** Phones have no keyword in their address bar. */
export function listenToOmnibox(hooks: OmniboxHooks): void {
  const { omnibox } = browser;
  if (!omnibox) return;
  // Only Firefox tells its name this way.
  const xml = browser.runtime.getBrowserInfo === undefined;
  let finder: Promise<TermFinder> | undefined;
  const finding = (): Promise<TermFinder> => {
    finder ??= hooks.directory().then((directory) => new TermFinder(directory));
    finder.catch(() => {
      finder = undefined;
    });
    return finder;
  };
  omnibox.onInputStarted.addListener(() => {
    // The reader's own terms may be others than last time.
    finder = undefined;
    const hint = browser.i18n.getMessage('omniboxHint');
    omnibox.setDefaultSuggestion({ description: xml ? escapeXml(hint) : hint });
  });
  omnibox.onInputChanged.addListener((text, suggest) => {
    suggestions(text, finding, hooks, xml).then(suggest, (error: unknown) => {
      console.error('Termlight: omnibox:', error);
      suggest([]);
    });
  });
  omnibox.onInputEntered.addListener((text, disposition) => {
    finding()
      .then((terms) => open(answerPage(text, terms.find(text, 1)[0]), disposition))
      .catch((error: unknown) => console.error('Termlight: omnibox:', error));
  });
}

async function suggestions(
  text: string,
  finding: () => Promise<TermFinder>,
  { cards }: OmniboxHooks,
  xml: boolean,
): Promise<Omnibox.SuggestResult[]> {
  const terms = await finding();
  const found = terms.find(text);
  const ids = found.map(({ id }) => id);
  const lang = browser.i18n.getMessage('lang') === 'ko' ? 'ko' : 'en';
  const sentences = new Map((await cards(ids, lang)).map((card) => [card.id, card.is]));
  return found.map(({ id, name }) => ({
    // What then stands in the address bar is looked up on Enter: the name, unless another term is the first to have it.
    content: terms.find(name, 1)[0]?.id === id ? name : id,
    description: describe(name, sentences.get(id) ?? '', xml),
  }));
}

async function open(path: string, disposition: Omnibox.OnInputEnteredDisposition): Promise<void> {
  const url = browser.runtime.getURL(path);
  if (disposition === 'currentTab') await browser.tabs.update({ url });
  else await browser.tabs.create({ url, active: disposition === 'newForegroundTab' });
}
