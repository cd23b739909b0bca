/** What the background answers to each message. Stateless: everything comes with the question, or from storage. */
import type { Card } from '../glossary/card.ts';
import type { Envelope, MessageName, PageSettings, Reply, Request } from '../messages.ts';
import type { BlockResult, Lang } from '../recognizer/types.ts';
import type { Settings } from '../settings/settings.ts';
import type { Glossary } from './glossary.ts';

/** Who asks. */
export interface Sender {
  /** Host of the tab's top page, '' where there is none. */
  host: string;
}

export interface Services {
  glossary: Glossary;
  settings(): Promise<Settings>;
}

type Handler<N extends MessageName> = (request: Request<N>, sender: Sender, services: Services) => Promise<Reply<N>>;

const handlers: { [N in MessageName]: Handler<N> } = {
  hello: async (_request, sender, services) => pageSettings(await services.settings(), sender.host),

  recognize: async ({ blocks, page, confidence, concepts, cardLanguage, held }, _sender, { glossary }) => {
    const recognizer = await glossary.recognizer();
    const results = recognizer.recognize(blocks, page, { confidence, concepts });
    return { blocks: results, cards: await cardsFor(glossary, results, cardLanguage, new Set(held)) };
  },

  cards: ({ terms, lang }, _sender, { glossary }) => glossary.cards(terms, lang),
};

/** Calls the handler of a checked message. */
export function handle(envelope: Envelope, sender: Sender, services: Services): Promise<Reply<MessageName>> {
  switch (envelope.message) {
    case 'hello':
      return handlers.hello(envelope, sender, services);
    case 'recognize':
      return handlers.recognize(envelope, sender, services);
    case 'cards':
      return handlers.cards(envelope, sender, services);
  }
}

/** What a page is told: everything but the list of other sites. */
function pageSettings({ on, offSites, ...rest }: Settings, host: string): PageSettings {
  return { ...rest, active: on && !offSites.includes(host), host };
}

/** The cards of the terms found that the page does not hold yet, each in its block's language or all in one. */
async function cardsFor(
  glossary: Glossary,
  results: readonly BlockResult[],
  cardLanguage: 'text' | Lang,
  held: ReadonlySet<string>,
): Promise<Card[]> {
  const wanted: Record<Lang, Set<string>> = { en: new Set(), ko: new Set() };
  for (const { lang, mentions } of results) {
    const cardLang = cardLanguage !== 'text' ? cardLanguage : lang === 'ko' ? 'ko' : 'en';
    for (const { term } of mentions) if (!held.has(`${term}/${cardLang}`)) wanted[cardLang].add(term);
  }
  return (await Promise.all([glossary.cards([...wanted.en], 'en'), glossary.cards([...wanted.ko], 'ko')])).flat();
}
