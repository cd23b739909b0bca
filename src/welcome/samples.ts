/**
 * The texts to try Termlight on, and what is found in them: by the recognizer itself, as on any page. Each names a project after a
 * car, which is no technology.
 */
import browser from 'webextension-polyfill';
import type { Card } from '../glossary/card.ts';
import type { Answer, MessageName, Reply, Request } from '../messages.ts';
import type { Lang, Mention } from '../recognizer/types.ts';
import type { Settings } from '../settings/settings.ts';

export const SAMPLES = {
  en: 'Our first API was a small Ruby app on Sinatra; we moved it to Rails when the team grew. Slow jobs go to Sidekiq, which keeps its queue in Redis, and the sessions are in Redis too. The database moved from RDS to Aurora last year. Older services still run on Spring Boot and Hibernate. The project was called Golf, after the car: such a name stays as it is.',
  ko: '첫 API는 Ruby와 Sinatra로 만들었고, 팀이 커지면서 Rails로 옮겼다. 오래 걸리는 일은 Sidekiq에 맡기는데 그 큐는 Redis에 있고, 세션도 Redis에 둔다. 데이터베이스는 작년에 RDS에서 Aurora로 옮겼다. 오래된 서비스는 아직 스프링 부트와 하이버네이트로 돌아간다. 프로젝트 이름은 자동차에서 따온 Golf였다. 이런 이름에는 밑줄을 긋지 않는다.',
} as const;
export type SampleLang = keyof typeof SAMPLES;

/** A marked place of a sample. */
export type Mark = Mention;

/** What was found in the samples; cards by `id/lang`. */
export interface Found {
  mentions: Readonly<Record<SampleLang, readonly Mention[]>>;
  cards: ReadonlyMap<string, Card>;
}

/** @throws with the background's words when it could not answer */
export async function ask<N extends MessageName>(message: N, request: Request<N>): Promise<Reply<N>> {
  const answer = (await browser.runtime.sendMessage({ message, ...request })) as Answer<N> | undefined;
  if (answer && 'ok' in answer) return answer.ok;
  throw new Error(answer ? answer.error : `no answer to "${message}"`);
}

export async function recognizeSamples({
  confidence,
  concepts,
  cardLanguage,
}: Pick<Settings, 'confidence' | 'concepts' | 'cardLanguage'>): Promise<Found> {
  const { blocks } = await ask('recognize', {
    blocks: [
      { id: 0, text: SAMPLES.en },
      { id: 1, text: SAMPLES.ko },
    ],
    page: { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] },
    confidence,
    concepts,
  });
  const of = (id: number) => blocks.find((block) => block.id === id)?.mentions ?? [];
  const mentions = { en: of(0), ko: of(1) };
  const wanted: Record<Lang, Set<string>> = { en: new Set(), ko: new Set() };
  for (const lang of ['en', 'ko'] as const)
    for (const { term } of mentions[lang]) wanted[cardLanguage === 'text' ? lang : cardLanguage].add(term);
  const cards = await Promise.all((['en', 'ko'] as const).map((lang) => ask('cards', { terms: [...wanted[lang]], lang })));
  return { mentions, cards: new Map(cards.flat().map((card) => [`${card.id}/${card.lang}`, card])) };
}

/** Which mentions are marked: each sample is a section of this page. `order`: as the samples stand. */
export function marksOf(
  mentions: Found['mentions'],
  density: Settings['density'],
  order: readonly SampleLang[],
): Record<SampleLang, Mark[]> {
  const marks: Record<SampleLang, Mark[]> = { en: [], ko: [] };
  const page = new Set<string>();
  for (const lang of order) {
    const seen = density === 'page' ? page : new Set<string>();
    for (const mention of mentions[lang]) {
      if (density !== 'all' && seen.has(mention.term)) continue;
      seen.add(mention.term);
      marks[lang].push(mention);
    }
  }
  return marks;
}
