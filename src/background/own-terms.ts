/** The reader's own terms beside the bundled ones: they are sure wherever they are written, and go before others. */
import type { Card } from '../glossary/card.ts';
import { pack } from '../glossary/pack.ts';
import { noEvidence } from '../recognizer/evidence.ts';
import { foldText } from '../recognizer/fold.ts';
import { hashText } from '../recognizer/hash.ts';
import { createRecognizer, type Recognizer } from '../recognizer/recognize.ts';
import type { Block, BlockResult, Lang, Mention } from '../recognizer/types.ts';
import type { OwnTerm } from '../settings/own-terms.ts';

const NO_TABLE = new Uint16Array(0);
const NOTHING = { weights: {}, ordinary: {}, lexiconEn: NO_TABLE, lexiconKo: NO_TABLE };

export class OwnTerms {
  /** Another number for other terms, the same whenever the background wakes. */
  readonly revision: number;
  readonly #terms: ReadonlyMap<string, OwnTerm>;
  readonly #recognizer: Recognizer | undefined;

  constructor(terms: readonly OwnTerm[]) {
    this.#terms = new Map(terms.map((term) => [term.id, term]));
    this.revision = terms.length > 0 ? hashText(JSON.stringify(terms)) : 0;
    this.#recognizer = terms.length > 0 ? recognizerOf(terms) : undefined;
  }

  /** Puts the own mentions of each block before what was found there. */
  addTo(results: BlockResult[], blocks: readonly Block[]): BlockResult[] {
    if (!this.#recognizer) return results;
    const own = this.#recognizer.recognize(blocks, noEvidence(), { confidence: 'certain', concepts: true });
    return results.map((result, i) => {
      const mine = own[i]?.mentions ?? [];
      if (mine.length === 0) return result;
      const others = apartFrom(result.mentions, mine);
      return { ...result, mentions: [...others, ...mine].sort((a, b) => a.start - b.start) };
    });
  }

  cards(ids: readonly string[], lang: Lang): Card[] {
    return ids.flatMap((id) => {
      const term = this.#terms.get(id);
      return term ? [cardOf(term, lang)] : [];
    });
  }
}

/** Those of `mentions` that none of `mine` overlaps. Both are in order, and each is looked at once, however many there are. */
function apartFrom(mentions: readonly Mention[], mine: readonly Mention[]): Mention[] {
  let at = 0;
  return mentions.filter(({ start, end }) => {
    while ((mine[at]?.end ?? Number.POSITIVE_INFINITY) <= start) at++;
    return (mine[at]?.start ?? Number.POSITIVE_INFINITY) >= end;
  });
}

function cardOf(term: OwnTerm, lang: Lang): Card {
  return {
    id: term.id,
    lang,
    name: term.name,
    kind: term.kind,
    is: term.is,
    for: '',
    neighbors: [],
    links: term.url === undefined ? [] : [{ kind: 'home', url: term.url }],
  };
}

/** A surface that two terms share is the earlier term's. */
function recognizerOf(terms: readonly OwnTerm[]): Recognizer | undefined {
  const taken = new Set<string>();
  const entries = [...terms]
    .map((term) => ({
      id: term.id,
      name: term.name,
      // a concept's kind would hide the reader's own word while concepts are off
      kind: 'tool' as const,
      surfaces: [term.name, ...term.surfaces].flatMap((text) => {
        const key = foldText(text);
        if (key === '' || taken.has(key)) return [];
        taken.add(key);
        return [{ text, ambiguity: 'none' as const, case: term.exact ? ('exact' as const) : ('any' as const) }];
      }),
      phrases: [],
      cues: [],
      other: [],
      senses: [],
      written_in: [],
      part_of: [],
      runs_on: [],
      alternative_to: [],
      related: [],
      links: {},
      sources: {},
      en: { is: '', for: '' },
      ko: { is: '', for: '' },
      at: { file: 'own terms', line: 0 },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  try {
    return createRecognizer(pack(entries, NOTHING).buffer as ArrayBuffer);
  } catch (error) {
    // two surfaces with one hash: one in 100,000 lists of this size
    console.error('Termlight: own terms:', error);
    return undefined;
  }
}
