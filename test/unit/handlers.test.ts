import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Glossary } from '../../src/background/glossary.ts';
import { handle, type Sender, type Services } from '../../src/background/handlers.ts';
import { OwnTerms } from '../../src/background/own-terms.ts';
import { inOrder } from '../../src/background/words.ts';
import { compileGlossary, readGlossary } from '../../src/glossary/compile.ts';
import type { PageSettings, Reply, Request } from '../../src/messages.ts';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import { KnownStore } from '../../src/settings/known.ts';
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import { plainHereIn } from '../../src/settings/plain-here.ts';
import { DEFAULTS, type Settings } from '../../src/settings/settings.ts';

const IDS = ['redis', 'mysql', 'sidekiq', 'ruby', 'orm'];
const temp = mkdtempSync(join(tmpdir(), 'termlight-'));
const dir = join(temp, 'public/glossary');
let settings: Settings = DEFAULTS;
let services: Services;
let ownTerms: OwnTerm[] = [];
const counted: unknown[] = [];
const put: unknown[] = [];
/** A storage area that keeps copies. */
class FakeArea {
  items: Record<string, unknown> = {};
  async get(key: string | null): Promise<Record<string, unknown>> {
    return structuredClone(key === null ? this.items : { [key]: this.items[key] });
  }
  async set(items: Record<string, unknown>): Promise<void> {
    Object.assign(this.items, structuredClone(items));
  }
}
const synced = new FakeArea();
const local = new FakeArea();
const session = new FakeArea();
const sender: Sender = { host: 'example.com' };

beforeAll(() => {
  compileGlossary(
    dir,
    readGlossary(true).filter((term) => IDS.includes(term.id)),
  );
  services = {
    glossary: new Glossary(async (file) => new Response(readFileSync(join(dir, file)))),
    settings: async () => settings,
    own: async () => new OwnTerms(ownTerms),
    known: new KnownStore(synced, local),
    plainHere: plainHereIn(local),
    putPart: async (...args) => void put.push(args),
    count: async (...args) => void counted.push(args),
    inOrder: (said, work) => inOrder(session, said, work),
    failed: async (...args) => void counted.push(args),
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

  it('answers what came along with the question, where Termlight is on', async () => {
    const ask = () =>
      handle(
        {
          message: 'hello',
          blocks: [
            { id: 7, text: 'We keep the sessions in Redis.' },
            { id: 8, text: 'It rained.' },
          ],
        },
        sender,
        services,
      ) as Promise<Reply<'hello'>>;
    settings = DEFAULTS;
    expect((await ask()).blocks?.map(({ id, mentions }) => [id, mentions.map(({ term }) => term)])).toContainEqual([
      7,
      ['redis'],
    ]);
    settings = { ...DEFAULTS, offSites: ['example.com'] };
    expect(await ask()).not.toHaveProperty('blocks');
    settings = DEFAULTS;
  });

  it('tells a page its settings, and nothing of other sites', async () => {
    settings = { ...DEFAULTS, density: 'all', offSites: ['secret.example'] };
    const told = await hello();
    const { on: _on, offSites: _sites, ...rest } = settings;
    expect(told).toEqual({ ...rest, active: true, host: 'example.com', hidden: [], ownTerms: 0 });
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});

describe('terms that are not marked', () => {
  const say = (request: Parameters<typeof handle>[0], from = sender) => handle(request, from, services);
  const hidden = async (from = sender) => ((await say({ message: 'hello' }, from)) as PageSettings).hidden;

  it('retires what the reader knows everywhere, and takes it back', async () => {
    expect(await say({ message: 'know', terms: ['redis'], known: true })).toEqual({ kept: 'synced' });
    expect(await hidden({ host: 'other.example' })).toEqual(['redis']);
    await say({ message: 'know', terms: ['redis'], known: false });
    expect(await hidden()).toEqual([]);
  });

  it('heeds a word once, and none after a later one of the same page', async () => {
    const word = (known: boolean, nth: number, by = 'page') =>
      say({ message: 'know', terms: ['mysql'], known, said: { by, nth } });
    await word(true, 1);
    await word(false, 2);
    await expect(word(true, 1)).rejects.toThrow(/something later/);
    expect(await hidden()).toEqual([]);
    await word(true, 1, 'other page');
    expect(await word(false, 2)).toEqual({ kept: 'synced' });
    expect(await hidden()).toEqual(['mysql']);
    await word(false, 3);
    expect(await hidden()).toEqual([]);
  });

  it('knows nothing of a term that is none', async () => {
    await say({ message: 'know', terms: ['no-such-term'], known: true });
    expect(await hidden()).toEqual([]);
  });

  it('leaves a term plain on one site only', async () => {
    await say({ message: 'plainHere', term: 'mysql', plain: true });
    expect(await hidden()).toEqual(['mysql']);
    expect(await hidden({ host: 'other.example' })).toEqual([]);
    await say({ message: 'plainHere', term: 'mysql', plain: false });
    expect(await hidden()).toEqual([]);
  });

  it('keeps nothing for a page without a host', async () => {
    await say({ message: 'plainHere', term: 'mysql', plain: true }, { host: '' });
    expect(await hidden({ host: '' })).toEqual([]);
  });
});

describe('own terms', () => {
  const veyron: OwnTerm = {
    id: 'own-abcdef',
    name: 'Veyron',
    surfaces: ['베이론'],
    exact: false,
    kind: 'tool',
    is: 'Our first server.',
  };
  const ask = async (text: string) => {
    const request = {
      message: 'recognize',
      blocks: [{ id: 1, text }],
      page: noEvidence(),
      confidence: 'usual',
      concepts: false,
    } as const;
    const reply = (await handle({ ...request, blocks: [...request.blocks] }, sender, services)) as Reply<'recognize'>;
    const mentions = reply.blocks[0]?.mentions ?? [];
    const terms = mentions.map((m) => m.term);
    const cards = (await handle({ message: 'cards', terms, lang: 'en' }, sender, services)) as Reply<'cards'>;
    return { found: mentions.map((m) => [text.slice(m.start, m.end), m.term]), cards: cards.map((c) => c.name) };
  };

  it('are recognized at once, with their card', async () => {
    ownTerms = [veyron];
    expect(await ask('We moved Veyron to Redis.')).toEqual({
      found: [
        ['Veyron', 'own-abcdef'],
        ['Redis', 'redis'],
      ],
      cards: ['Veyron', 'Redis'],
    });
    expect((await ask('베이론에서 옮겼다.')).found).toEqual([['베이론', 'own-abcdef']]);
    ownTerms = [];
    expect((await ask('We moved Veyron to Redis.')).found).toEqual([['Redis', 'redis']]);
  });

  it('go before a bundled term of the same name', async () => {
    ownTerms = [{ ...veyron, name: 'Redis', surfaces: [] }];
    expect((await ask('We keep it in Redis.')).found).toEqual([['Redis', 'own-abcdef']]);
    ownTerms = [];
  });

  it('in this case only where the reader says so', async () => {
    ownTerms = [{ ...veyron, exact: true }];
    expect((await ask('a veyron is a car')).found).toEqual([]);
    expect((await ask('Veyron is ours')).found).toEqual([['Veyron', 'own-abcdef']]);
    ownTerms = [];
  });
});

describe('lookUp', () => {
  const lookUp = async (text: string) =>
    ((await handle({ message: 'lookUp', text, lang: 'en' }, sender, services)) as Reply<'lookUp'>).map((c) => c.id);
  it('explains a selection, doubtful readings and concepts too', async () => {
    expect(await lookUp('Redis')).toEqual(['redis']);
    expect(await lookUp('ruby')).toEqual(['ruby']);
    expect(await lookUp('ORM')).toEqual(['orm']);
  });
  it('finds nothing in other words', async () => {
    expect(await lookUp('garden furniture')).toEqual([]);
  });
});

describe('count', () => {
  it('is noted for a tab only', async () => {
    await handle({ message: 'count', frame: 'f', terms: ['redis'] }, sender, services);
    expect(counted).toEqual([]);
    await handle({ message: 'count', frame: 'f', terms: ['redis'] }, { host: 'example.com', tab: 3, frame: 0 }, services);
    expect(counted).toEqual([[3, 0, 'f', ['redis']]]);
  });
});

describe('part', () => {
  it('goes to the frame that asked, and nowhere else', async () => {
    await handle({ message: 'part', part: 'hand' }, { host: '' }, services);
    expect(put).toEqual([]);
    await handle({ message: 'part', part: 'card' }, { host: 'example.com', tab: 3, frame: 2 }, services);
    expect(put).toEqual([[3, 2, 'card']]);
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
        ...request,
      },
      sender,
      services,
    ) as Promise<Reply<'recognize'>>;

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
