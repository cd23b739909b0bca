import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Glossary } from '../../src/background/glossary.ts';
import { handle, type Services } from '../../src/background/handlers.ts';
import { compileGlossary, readGlossary } from '../../src/glossary/compile.ts';
import type { PageSettings, Reply, Request } from '../../src/messages.ts';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import { DEFAULTS, type Settings } from '../../src/settings/settings.ts';

const IDS = ['redis', 'mysql', 'sidekiq', 'ruby', 'orm'];
const temp = mkdtempSync(join(tmpdir(), 'termlight-'));
const dir = join(temp, 'public/glossary');
let settings: Settings = DEFAULTS;
let services: Services;
const sender = { host: 'example.com' };

beforeAll(() => {
  compileGlossary(
    dir,
    readGlossary(true).filter((term) => IDS.includes(term.id)),
  );
  services = {
    glossary: new Glossary(async (file) => new Response(readFileSync(join(dir, file)))),
    settings: async () => settings,
  };
});
afterAll(() => rmSync(temp, { recursive: true }));

describe('hello', () => {
  const hello = () => handle({ message: 'hello' }, sender, services) as Promise<PageSettings>;

  it.each<[string, Partial<Settings>, boolean]>([
    ['on by default', {}, true],
    ['off as a whole', { on: false }, false],
    ['off on this site', { offSites: ['a.example', 'example.com'] }, false],
    ['on where only others are off', { offSites: ['www.example.com', 'ample.com'] }, true],
    ['off both ways', { on: false, offSites: ['example.com'] }, false],
  ])('%s', async (_name, choices, active) => {
    settings = { ...DEFAULTS, ...choices };
    expect(await hello()).toMatchObject({ active, host: 'example.com' });
  });

  it('tells a page its settings, and nothing of other sites', async () => {
    settings = { ...DEFAULTS, density: 'all', offSites: ['secret.example'] };
    const told = await hello();
    const { on: _on, offSites: _sites, ...rest } = settings;
    expect(told).toEqual({ ...rest, active: true, host: 'example.com' });
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});

describe('recognize', () => {
  const ask = (request: Partial<Request<'recognize'>>) =>
    handle(
      {
        message: 'recognize',
        blocks: [
          { id: 1, text: 'We keep the sessions in Redis.' },
          { id: 2, text: '세션은 Redis에 두고 나머지는 MySQL에 둔다.' },
        ],
        page: noEvidence(),
        confidence: 'usual',
        concepts: false,
        cardLanguage: 'text',
        held: [],
        ...request,
      },
      sender,
      services,
    ) as Promise<Reply<'recognize'>>;
  const names = (reply: Reply<'recognize'>) => reply.cards.map((card) => `${card.id}/${card.lang}`).sort();

  it('answers each block by its number, with offsets into its text', async () => {
    const { blocks } = await ask({});
    expect(blocks.map((block) => [block.id, block.lang])).toEqual([
      [1, 'en'],
      [2, 'ko'],
    ]);
    expect(blocks[1]?.mentions.map(({ term, start, end }) => [term, start, end])).toEqual([
      ['redis', 4, 9],
      ['mysql', 19, 24],
    ]);
  });

  it('sends each card once, in the language of the text it stands in', async () => {
    expect(names(await ask({}))).toEqual(['mysql/ko', 'redis/en', 'redis/ko']);
  });

  it('sends all cards in the language that the reader chose', async () => {
    expect(names(await ask({ cardLanguage: 'en' }))).toEqual(['mysql/en', 'redis/en']);
  });

  it('does not send the cards that the page holds in that language', async () => {
    expect(names(await ask({ held: ['redis/ko', 'mysql/en'] }))).toEqual(['mysql/ko', 'redis/en']);
    expect(names(await ask({ held: ['redis/ko', 'redis/en', 'mysql/ko'] }))).toEqual([]);
  });
});

describe('cards', () => {
  it('come in the order asked for, with their icons; unknown ids are left out', async () => {
    const cards = (await handle(
      { message: 'cards', terms: ['mysql', 'no-such-term', '__proto__', 'redis'], lang: 'en' },
      sender,
      services,
    )) as Reply<'cards'>;
    expect(cards.map((card) => card.id)).toEqual(['mysql', 'redis']);
    expect(cards[1]).toMatchObject({ name: 'Redis', lang: 'en', icon: { color: expect.stringMatching(/^#[0-9a-f]{6}$/) } });
  });
});

it('reads the glossary again after a reading that failed', async () => {
  let broken = true;
  const glossary = new Glossary(async (file) => {
    if (broken) throw new Error('not now');
    return new Response(readFileSync(join(dir, file)));
  });
  await expect(glossary.recognizer()).rejects.toThrow('not now');
  await expect(glossary.cards(['redis'], 'en')).rejects.toThrow('not now');
  broken = false;
  expect(await glossary.recognizer()).toBeDefined();
  expect(await glossary.cards(['redis'], 'en')).toHaveLength(1);
});
