import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addEvidence, noEvidence, PageEvidence } from '../../src/content/evidence.ts';
import type { MarkedBlock } from '../../src/content/mark/marked-block.ts';
import { chooseIn, insertInOrder } from '../../src/content/mark/sections.ts';
import type { Run } from '../../src/content/read/walk.ts';
import { Requests } from '../../src/content/requests.ts';
import { textHash } from '../../src/content/text-hash.ts';
import type { Answer, PageSettings, Request } from '../../src/messages.ts';
import type { BlockResult, Evidence } from '../../src/recognizer/types.ts';
import { DEFAULTS } from '../../src/settings/settings.ts';

const { on: _on, offSites: _sites, ...rest } = DEFAULTS;
const SETTINGS: PageSettings = { ...rest, active: true, host: 'example.org', hidden: [], ownTerms: 0 };

const evidenceOf = (sure: Record<string, number>): Evidence => ({ ...noEvidence(), sure });

/** A run in a container that stands in the page. */
function runOf(text: string, code = false): Run {
  const container = { isConnected: true } as unknown as Run['container'];
  return { text, nodes: [], starts: [0], skips: [0], container, heading: false, code, boundary: null };
}

/** Finds "Redis"; a block with "maybe" is doubtful, and found once the page says "sure". */
function recognize(request: Request<'recognize'>): BlockResult[] {
  return request.blocks.map(({ id, text }) => {
    const start = text.indexOf('Redis');
    const doubtful = text.includes('maybe');
    const decided = !doubtful || request.page.sure.sure !== undefined;
    return {
      id,
      lang: 'en',
      mentions: start >= 0 && decided ? [{ start, end: start + 5, term: 'redis', confidence: 1 }] : [],
      evidence: text.includes('sure') ? evidenceOf({ sure: 1 }) : noEvidence(),
      doubtful,
    };
  });
}

type Send = (message: Request<'recognize'>) => Promise<Answer<'recognize'> | undefined>;
const ok = (blocks: BlockResult[]): Answer<'recognize'> => ({ ok: { blocks } });

describe('requests', () => {
  let sent: Request<'recognize'>[];
  let send: Send;
  let found: Map<number, number>;
  let settled: number;
  let life: AbortController;
  let requests: Requests;
  let order = 0;
  const add = (text: string, again = false): number => requests.add(runOf(text), { at: order++, known: true }, again);

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    found = new Map();
    settled = 0;
    send = async (message) => ok(recognize(message));
    const runtime = {
      id: 'x',
      sendMessage: (message: Request<'recognize'>) => {
        sent.push(structuredClone(message));
        return send(message);
      },
    };
    vi.stubGlobal('chrome', { runtime });
    vi.stubGlobal('ShadowRoot', class {});
    life = new AbortController();
    const hooks = {
      found: (id: number, _run: Run, _order: unknown, result: BlockResult) => found.set(id, result.mentions.length),
      busy: () => {},
      settled: () => settled++,
    };
    requests = new Requests(hooks, life);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('sends nothing before the settings are known', async () => {
    add('Redis here');
    requests.send();
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(0);
    requests.open(SETTINGS);
    requests.readAll = true;
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
    expect(settled).toBe(1);
  });

  it('takes the answer to the chunk that went along with the question for the settings', async () => {
    add('Redis here');
    const later = 'x '.repeat(7_000);
    add(later);
    const blocks = requests.first();
    expect(blocks.map(({ text }) => text)).toEqual(['Redis here']);
    requests.readAll = true;
    await vi.runAllTimersAsync();
    expect([sent.length, settled]).toEqual([0, 0]);
    requests.open(SETTINGS, recognize({ blocks, page: noEvidence(), confidence: 'usual', concepts: false }));
    await vi.runAllTimersAsync();
    expect([...found.values()]).toEqual([1, 0]);
    expect(sent.map((message) => message.blocks.map(({ text }) => text))).toEqual([[later]]);
    expect(settled).toBe(1);
  });

  it('sends that chunk again when it had no answer', async () => {
    add('Redis here');
    requests.first();
    requests.readAll = true;
    requests.open(SETTINGS);
    await vi.runAllTimersAsync();
    expect(sent.map((message) => message.blocks.map(({ text }) => text))).toEqual([['Redis here']]);
    expect([...found.values()]).toEqual([1]);
    expect(settled).toBe(1);
  });

  it('sends a small chunk first, then chunks of at most 64 KB', async () => {
    for (let i = 0; i < 40; i++) add('Redis '.repeat(1000));
    requests.open(SETTINGS);
    requests.readAll = true;
    await vi.runAllTimersAsync();
    const sizes = sent.map((message) => message.blocks.reduce((sum, block) => sum + block.text.length, 0));
    expect(sizes[0]).toBeLessThanOrEqual(12_288);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(sizes.reduce((a, b) => a + b)).toBe(240_000);
    expect(found.size).toBe(40);
  });

  it('decides doubtful blocks once more with the evidence of all others', async () => {
    const first = add(`maybe Redis ${'x '.repeat(6000)}`);
    add(`sure ${'x '.repeat(6000)}`);
    requests.open(SETTINGS);
    requests.readAll = true;
    await vi.runAllTimersAsync();
    expect(found.get(first)).toBe(1);
    expect(sent.at(-1)?.blocks.map((block) => block.id)).toEqual([first]);
    expect(sent.at(-1)?.page.sure).toEqual({ sure: 1 });
    const count = sent.length;
    requests.send();
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(count);
  });

  it('takes answers late and out of order, and each only once', async () => {
    const waiting: ((answer: Answer<'recognize'>) => void)[] = [];
    send = () => new Promise((done) => waiting.push(done));
    const a = add(`Redis ${'x '.repeat(6000)}`);
    const b = add(`Redis ${'x '.repeat(6000)}`);
    requests.open(SETTINGS);
    await vi.advanceTimersByTimeAsync(1);
    expect(waiting).toHaveLength(2);
    const [one, two] = sent.map((message) => ok(recognize(message)));
    if (two) waiting[1]?.(two);
    await vi.advanceTimersByTimeAsync(1);
    // Doubled: the first question is answered with the second's answer too.
    if (one && 'ok' in one && two && 'ok' in two) waiting[0]?.(ok([...two.ok.blocks, ...one.ok.blocks]));
    await vi.advanceTimersByTimeAsync(1);
    expect([...found]).toEqual([
      [b, 1],
      [a, 1],
    ]);
  });

  it('asks again when there is no answer, and gives up calmly', async () => {
    let tries = 0;
    send = async (message) => {
      tries++;
      if (tries === 1) throw new Error('Could not establish connection. Receiving end does not exist.');
      if (tries === 2) return undefined;
      return ok(recognize(message));
    };
    const id = add('Redis');
    requests.open(SETTINGS);
    await vi.runAllTimersAsync();
    expect(tries).toBe(3);
    expect(found.get(id)).toBe(1);
    send = async () => {
      throw new Error('gone');
    };
    add('Redis again');
    requests.readAll = true;
    await vi.runAllTimersAsync();
    expect(found.size).toBe(1);
    expect(settled).toBe(1);
  });

  it('an answer that never comes is asked for again', async () => {
    let tries = 0;
    send = (message) => (++tries === 1 ? new Promise(() => {}) : Promise.resolve(ok(recognize(message))));
    add('Redis');
    requests.open(SETTINGS);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(found.size).toBe(1);
  });

  it('a refused question is not repeated', async () => {
    send = async () => ({ error: 'too long' });
    add('Redis');
    requests.open(SETTINGS);
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
    expect(found.size).toBe(0);
  });

  it('ends its life when the extension is gone', async () => {
    vi.stubGlobal('chrome', { runtime: { id: undefined } });
    add('Redis');
    requests.open(SETTINGS);
    await vi.runAllTimersAsync();
    expect(life.signal.aborted).toBe(true);
  });

  it('knows a text again without asking, and forgets what left the page', async () => {
    const id = add('Redis here');
    requests.open(SETTINGS);
    await vi.runAllTimersAsync();
    expect(found.get(id)).toBe(1);
    // The first that the page draws again is asked about: till then nothing was noted.
    const redrawn = add('Redis here', true);
    requests.send();
    await vi.runAllTimersAsync();
    expect(found.get(redrawn)).toBe(1);
    expect(sent).toHaveLength(2);
    const again = add('Redis here', true);
    expect(found.get(again)).toBe(1);
    const dropped = add('Redis there');
    requests.drop(dropped);
    requests.send();
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(2);
    expect(found.has(dropped)).toBe(false);
  });
});

describe('evidence', () => {
  it('adds up in any order', () => {
    const parts: Evidence[] = [
      { ...noEvidence(), sure: { a: 1 }, doubtful: { x: [1, 5, 5] }, tech: [3, 1] },
      { ...noEvidence(), sure: { a: 2, b: 1 }, doubtful: { x: [2, -4, 3] }, own: { golf: 1 } },
      { ...noEvidence(), code: { c: 4 }, tech: [-1, 2] },
    ];
    const sum = (order: Evidence[]): Evidence => {
      const total = noEvidence();
      for (const part of order) addEvidence(total, part);
      return total;
    };
    expect(sum(parts)).toEqual(sum([...parts].reverse()));
    expect(sum(parts)).toEqual({
      sure: { a: 3, b: 1 },
      code: { c: 4 },
      doubtful: { x: [3, 1, 5] },
      own: { golf: 1 },
      tech: [2, 3],
    });
  });

  it('leaves out what is asked to be left out, and what left the page', () => {
    const page = new PageEvidence();
    const here = { isConnected: true };
    const gone = { isConnected: true };
    page.set(1, evidenceOf({ a: 1 }), here as Node);
    page.set(2, evidenceOf({ b: 1 }), gone as Node);
    expect(page.merged().sure).toEqual({ a: 1, b: 1 });
    expect(page.merged(new Set([1])).sure).toEqual({ b: 1 });
    gone.isConnected = false;
    page.prune();
    expect(page.merged().sure).toEqual({ a: 1 });
  });
});

describe('which mentions are marked', () => {
  const block = (at: number, terms: string[], shown = true): MarkedBlock => {
    const made = { order: { at, known: true }, shown, gone: false, spots: [] as unknown[] };
    made.spots = terms.map((term) => ({ term, block: made, chosen: false, stays: false }));
    return made as unknown as MarkedBlock;
  };
  const chosen = (blocks: MarkedBlock[]): string[] =>
    blocks.flatMap((one) => one.spots.filter((spot) => spot.chosen).map((spot) => `${spot.term}@${one.order.at}`));

  it('the first of a section, in the order of the document', () => {
    const blocks: MarkedBlock[] = [];
    for (const one of [block(2, ['redis', 'mysql']), block(1, ['redis', 'redis']), block(3, ['mysql', 'go'])])
      insertInOrder(blocks, one);
    chooseIn({ blocks, stale: true }, 'section');
    expect(chosen(blocks)).toEqual(['redis@1', 'mysql@2', 'go@3']);
    chooseIn({ blocks, stale: true }, 'all');
    expect(chosen(blocks)).toHaveLength(6);
  });

  it('hidden text does not take the mark; what was seen keeps it', () => {
    const hidden = block(1, ['redis'], false);
    const second = block(2, ['redis']);
    chooseIn({ blocks: [hidden, second], stale: true }, 'section');
    expect(chosen([hidden, second])).toEqual(['redis@2']);
    for (const spot of second.spots) spot.stays = true;
    hidden.shown = true;
    chooseIn({ blocks: [hidden, second], stale: true }, 'section');
    expect(chosen([hidden, second])).toEqual(['redis@1', 'redis@2']);
  });
});

it('a text hash tells texts apart', () => {
  const hashes = new Set<number>();
  for (let i = 0; i < 20_000; i++) hashes.add(textHash(`text ${i}`));
  expect(hashes.size).toBe(20_000);
});
