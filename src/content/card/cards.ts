import type { Card } from '../../glossary/card.ts';
import type { TextLang } from '../../recognizer/types.ts';
import { ask } from '../ask.ts';

/** The cards that a page has asked for: most pages never do. */
export class Cards {
  readonly #cards = new Map<string, Card>();

  constructor(readonly life: AbortController) {}

  add(cards: Card[]): void {
    for (const card of cards) this.#cards.set(`${card.id}/${card.lang}`, card);
  }

  get(term: string, lang: 'en' | 'ko'): Card | undefined {
    return this.#cards.get(`${term}/${lang}`);
  }

  /** The card, asked for if need be; undefined if there is none or no answer. */
  async fetch(term: string, lang: 'en' | 'ko'): Promise<Card | undefined> {
    return (await this.fetchAll([term], lang))[0];
  }

  /** The cards that there are, in the order of `terms`; what the page does not hold is asked for in one question. */
  async fetchAll(terms: readonly string[], lang: 'en' | 'ko'): Promise<Card[]> {
    const missing = terms.filter((term) => !this.get(term, lang));
    if (missing.length > 0)
      try {
        this.add(await ask('cards', { terms: missing, lang }, this.life));
      } catch {
        // What is held must do.
      }
    return terms.map((term) => this.get(term, lang)).filter((card) => card !== undefined);
  }
}

/** The language of a card for a mention: the reader's choice, or the text's own. */
export function cardLanguage(setting: 'text' | 'en' | 'ko', text: TextLang): 'en' | 'ko' {
  if (setting !== 'text') return setting;
  return text === 'ko' ? 'ko' : 'en';
}
