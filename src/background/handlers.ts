/** What the background answers to each message. Stateless: everything comes with the question, or from storage. */
import type { Card } from '../glossary/card.ts';
import type { Envelope, MessageName, PageSettings, Reply, Request, Said } from '../messages.ts';
import { noEvidence } from '../recognizer/evidence.ts';
import type { BlockResult, Lang } from '../recognizer/types.ts';
import type { Kept } from '../settings/kept.ts';
import type { KnownStore } from '../settings/known.ts';
import { withPlain } from '../settings/plain-here.ts';
import type { Settings } from '../settings/settings.ts';
import type { Glossary } from './glossary.ts';
import type { OwnTerms } from './own-terms.ts';

/** Who asks. */
export interface Sender {
  /** Host of the tab's top page, '' where there is none. */
  host: string;
  /** Absent for our own pages. */
  tab?: number;
  /** 0 for the tab's top page. */
  frame?: number;
}

export interface Services {
  glossary: Glossary;
  settings(): Promise<Settings>;
  own(): Promise<OwnTerms>;
  known: Pick<KnownStore, 'load' | 'set'>;
  plainHere: Pick<Kept<Record<string, string[]>>, 'load' | 'change'>;
  /** Puts a part of the content script into a frame. */
  putPart(tab: number, frame: number, part: string): Promise<void>;
  /** Notes how many terms a frame of a tab has. */
  count(tab: number, frame: number, name: string, terms: readonly string[]): Promise<void>;
  /** Does what the reader said, once, and not after something that he said later. */
  inOrder<T>(said: Said | undefined, work: () => Promise<T>): Promise<T>;
  /** Counts a failure of ours in a page. */
  failed(what: string, place: string): Promise<void>;
}

type Handler<N extends MessageName> = (request: Request<N>, sender: Sender, services: Services) => Promise<Reply<N>>;

/** Cards of a selection, at most. */
const MOST_LOOKED_UP = 5;

const handlers: { [N in MessageName]: Handler<N> } = {
  hello: async ({ blocks }, sender, services) => {
    // a worker that was just started reads the dictionary while storage answers; who fails here fails again below
    if (blocks) services.glossary.recognizer().catch(() => {});
    const [settings, hidden, own] = await Promise.all([services.settings(), hiddenOn(sender.host, services), services.own()]);
    const page = { ...pageSettings(settings, sender.host, hidden), ownTerms: own.revision };
    return blocks && page.active
      ? { ...page, blocks: await recognized({ blocks, page: noEvidence(), ...settings }, services) }
      : page;
  },

  recognize: async (request, _sender, services) => ({ blocks: await recognized(request, services) }),

  cards: ({ terms, lang }, _sender, services) => cardsOf(services, terms, lang),

  know: async ({ terms, known, said }, _sender, { glossary, known: store, inOrder }) => {
    const numbers = new Map((await glossary.numbers()).map((id, number) => [id, number]));
    const wanted = terms.map((id) => numbers.get(id)).filter((number) => number !== undefined);
    return inOrder(said, async () => ({ kept: await store.set(wanted, known) }));
  },

  plainHere: async ({ term, plain, said }, { host }, { plainHere, inOrder }) => {
    return inOrder(said, async () => {
      if (host !== '') await plainHere.change((sites) => withPlain(sites, host, term, plain));
      return {};
    });
  },

  lookUp: async ({ text, lang }, _sender, services) => {
    const [recognizer, own] = await Promise.all([services.glossary.recognizer(), services.own()]);
    const blocks = [{ id: 0, text }];
    const found = new Map<string, number>();
    const note = (term: string, confidence: number) => found.set(term, Math.max(found.get(term) ?? 0, confidence));
    // a reader who asks wants the doubtful readings too
    const results = recognizer.recognize(blocks, noEvidence(), { confidence: 'everything', concepts: true }, (reading) =>
      note(reading.term, reading.confidence),
    );
    for (const { mentions } of results) for (const { term } of mentions) note(term, 1);
    for (const { mentions } of own.addTo(results, blocks)) for (const { term } of mentions) if (!found.has(term)) note(term, 2);
    const terms = [...found].sort((a, b) => b[1] - a[1]).map(([term]) => term);
    return cardsOf(services, terms.slice(0, MOST_LOOKED_UP), lang);
  },

  part: async ({ part }, { tab, frame }, services) => {
    if (tab !== undefined && frame !== undefined) await services.putPart(tab, frame, part);
    return {};
  },

  count: async ({ frame: name, terms }, { tab, frame }, services) => {
    if (tab !== undefined && frame !== undefined) await services.count(tab, frame, name, terms);
    return {};
  },

  failed: async ({ what, place }, _sender, services) => {
    await services.failed(what, place);
    return {};
  },
};

async function recognized(request: Request<'recognize'>, services: Services): Promise<BlockResult[]> {
  const { blocks, page, confidence, concepts } = request;
  const [recognizer, own] = await Promise.all([services.glossary.recognizer(), services.own()]);
  return own.addTo(recognizer.recognize(blocks, page, { confidence, concepts }), blocks).filter(saysSomething);
}

/** Most blocks of a large page have nothing to tell, and a page pays for every answer. */
function saysSomething({ mentions, doubtful, evidence }: BlockResult): boolean {
  const { tech, ...parts } = evidence;
  return (
    mentions.length > 0 ||
    doubtful ||
    tech[0] !== 0 ||
    tech[1] !== 0 ||
    Object.values(parts).some((part) => Object.keys(part).length > 0)
  );
}

/** Calls the handler of a checked message. */
export function handle(envelope: Envelope, sender: Sender, services: Services): Promise<Reply<MessageName>> {
  const handler = handlers[envelope.message] as Handler<MessageName>;
  return handler(envelope, sender, services);
}

/** What a page is told: everything but the list of other sites. */
function pageSettings({ on, offSites, ...rest }: Settings, host: string, hidden: string[]): Omit<PageSettings, 'ownTerms'> {
  return { ...rest, active: on && !offSites.includes(host), host, hidden };
}

/** Terms that are not marked on a site: the reader knows them, or called them wrong there. */
async function hiddenOn(host: string, { known, plainHere, glossary }: Services): Promise<string[]> {
  const [{ terms }, { value: sites }] = await Promise.all([known.load(), plainHere.load()]);
  const hidden = new Set(Object.hasOwn(sites, host) ? sites[host] : []);
  const numbers = [...terms].filter(([, entry]) => entry.known).map(([number]) => number);
  if (numbers.length > 0) {
    const ids = await glossary.numbers();
    for (const number of numbers) if (ids[number] !== undefined) hidden.add(ids[number]);
  }
  return [...hidden];
}

/** Bundled and own cards by id, in this order. */
async function cardsOf({ glossary, own }: Services, terms: readonly string[], lang: Lang): Promise<Card[]> {
  const [bundled, mine] = await Promise.all([glossary.cards(terms, lang), own()]);
  const cards = new Map([...bundled, ...mine.cards(terms, lang)].map((card) => [card.id, card]));
  return terms.map((id) => cards.get(id)).filter((card) => card !== undefined);
}
