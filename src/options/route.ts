/** The address after `#` says what is shown, so that every view, filter and term has a link of its own. */
import { useEffect, useState } from 'preact/hooks';
import { KINDS, type Kind } from '../glossary/kinds.ts';

const VIEWS = ['glossary', 'known', 'sites', 'own', 'looks', 'shortcuts', 'backup', 'privacy', 'licenses', 'faults'] as const;
export type View = (typeof VIEWS)[number];

export interface Route {
  view: View;
  /** The term whose card is open, in the glossary. */
  term?: string;
  /** Filters of the glossary. */
  kind?: Kind;
  query: string;
}

/** What an address says; an unknown one is the glossary's. */
export function readRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = new URLSearchParams(search);
  const query = parts.get('q') ?? '';
  const term = path.startsWith('term/') ? decode(path.slice(5)) : '';
  if (term !== '') return { view: 'glossary', term, query };
  const view = VIEWS.find((each) => each === path) ?? 'glossary';
  const kind = KINDS.find((each) => each === parts.get('kind'));
  return kind === undefined ? { view, query } : { view, kind, query };
}

export function termHash(id: string): string {
  return `#term/${encodeURIComponent(id)}`;
}

export function glossaryHash(kind: Kind | undefined, query: string): string {
  const parts = new URLSearchParams();
  if (kind !== undefined) parts.set('kind', kind);
  if (query !== '') parts.set('q', query);
  return parts.size > 0 ? `#glossary?${parts}` : '#glossary';
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const changed = () => setRoute(readRoute(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
