/**
 * What was read goes to the background in chunks, and the answers come back as they come: late, doubled, out of order or
 * never. Each block is known by its number; an answer to a number that is no longer waited for is dropped.
 */
import type { PageSettings } from '../messages.ts';
import type { Block, BlockResult } from '../recognizer/types.ts';
import { ask } from './ask.ts';
import { PageEvidence } from './evidence.ts';
import { failed } from './failed.ts';
import type { Order } from './read/order.ts';
import { outermost } from './read/page.ts';
import type { Run } from './read/walk.ts';
import { textHash } from './text-hash.ts';

/** The first chunk is small, for the first mark; the others as large as a message should be. UTF-16 units. */
const FIRST_CHUNK = 12_288;
const CHUNK = 65_536;
/** One is worked on while the next travels. */
const IN_FLIGHT = 2;
/** Up to this length a page's doubtful blocks are decided once more when all has been read. UTF-16 units. */
const DECIDED_AGAIN = 262_144;
/** Results of blocks with mentions, kept so that a page that draws the same text again is not asked about again. */
const REMEMBERED = 1_000;

interface Waiting {
  run: Run;
  order: Order;
  /** How many answers were known when it was sent. */
  answersKnown: number;
}

export interface RequestHooks {
  /** A block was recognized; called again when it was decided once more. */
  found(id: number, run: Run, order: Order, result: BlockResult): void;
  /** Whether more text would pile up. */
  busy(busy: boolean): void;
  /** All that was read has been answered and decided. */
  settled(): void;
}

export class Requests {
  readonly evidence = new PageEvidence();
  readonly #hooks: RequestHooks;
  readonly #life: AbortController;
  #settings: PageSettings | null = null;
  /** What went along with the question for the settings. */
  #first: number[] = [];
  #queue: number[] = [];
  #queued = 0;
  /** Queued or sent. */
  readonly #waiting = new Map<number, Waiting>();
  /** Answered, and perhaps decided otherwise when more is known. */
  readonly #doubtful = new Map<number, Waiting>();
  /** Only once the page has had something read again: the hash of every text would be the dearest part of a page that rests. */
  #remembered: Map<string, BlockResult> | null = null;
  #inFlight = 0;
  #answers = 0;
  #units = 0;
  #sentAny = false;
  #readAll = false;
  #last = 0;

  constructor(hooks: RequestHooks, life: AbortController) {
    this.#hooks = hooks;
    this.#life = life;
  }

  /** The first chunk, to go along with the question for the settings: nothing else is sent before they are known. */
  first(): Block[] {
    this.#first = this.#take(FIRST_CHUNK);
    this.#inFlight++;
    return this.#blocks(this.#first, this.#waiting);
  }

  /** Sends what is read from now on. `results`: the answer to the first chunk; without it that is sent again. */
  open(settings: PageSettings, results?: BlockResult[]): void {
    const ids = this.#first;
    this.#settings = settings;
    this.#first = [];
    if (ids.length > 0) {
      this.#inFlight--;
      if (results) this.#answered(ids, this.#waiting, results);
      else {
        this.#queue.unshift(...ids);
        for (const id of ids) this.#queued += this.#waiting.get(id)?.run.text.length ?? 0;
      }
    }
    this.send();
  }

  /** Takes a run; `again` when the page may have shown the same text before. */
  add(run: Run, order: Order, again: boolean): number {
    const id = ++this.#last;
    if (again) this.#remembered ??= new Map();
    const known = again && !run.code ? this.#remembered?.get(this.#key(run)) : undefined;
    if (known) {
      this.evidence.set(id, known.evidence, run.container as unknown as Node);
      this.#hooks.found(id, run, order, { ...known, id });
      return id;
    }
    this.#waiting.set(id, { run, order, answersKnown: 0 });
    this.#queue.push(id);
    this.#queued += run.text.length;
    this.#units += run.text.length;
    return id;
  }

  /** Blocks that wait for their answer and stand in `element`. */
  waitingIn(element: Node, deep: boolean): number[] {
    const ids: number[] = [];
    // A form's fields may have this name.
    const { contains } = Node.prototype;
    for (const [id, { run }] of [...this.#waiting, ...this.#doubtful]) {
      const container = run.container as unknown as Node;
      if (container === element || (deep && (contains.call(element, container) || contains.call(element, outermost(container)))))
        ids.push(id);
    }
    return ids;
  }

  /** The block is gone from the page. */
  drop(id: number): void {
    this.#waiting.delete(id);
    this.#doubtful.delete(id);
    this.evidence.remove(id);
  }

  /** Reading has come to its end, or goes on. */
  set readAll(all: boolean) {
    this.#readAll = all;
    this.send();
  }

  get settled(): boolean {
    return this.#readAll && this.#queue.length === 0 && this.#inFlight === 0;
  }

  /** Sends what is queued, as far as it may. */
  send(): void {
    while (this.#settings && this.#queue.length > 0 && this.#inFlight < IN_FLIGHT) {
      const ids = this.#take(this.#sentAny ? CHUNK : FIRST_CHUNK);
      if (ids.length > 0) void this.#ask(ids, this.#waiting);
    }
    this.#hooks.busy(this.#queued > 4 * CHUNK);
    if (this.settled) this.#decideAgain();
  }

  /** Takes blocks out of the queue: at least one, and no more than `most` units of them. */
  #take(most: number): number[] {
    const ids: number[] = [];
    let units = 0;
    let taken = 0;
    for (const id of this.#queue) {
      const length = this.#waiting.get(id)?.run.text.length ?? 0;
      if (units > 0 && units + length > most) break;
      taken++;
      units += length;
      if (this.#waiting.has(id)) ids.push(id);
    }
    this.#queue.splice(0, taken);
    this.#queued -= units;
    return ids;
  }

  #blocks(ids: readonly number[], from: ReadonlyMap<number, Waiting>): Block[] {
    this.#sentAny = true;
    const blocks: Block[] = [];
    for (const id of ids) {
      const waiting = from.get(id);
      if (!waiting) continue;
      waiting.answersKnown = this.#answers;
      const { text, heading, code } = waiting.run;
      blocks.push({ id, text, ...(heading && { heading }), ...(code && { code }) });
    }
    return blocks;
  }

  async #ask(ids: number[], from: Map<number, Waiting>): Promise<void> {
    const settings = this.#settings;
    if (!settings) return;
    this.#inFlight++;
    const blocks = this.#blocks(ids, from);
    const { confidence, concepts } = settings;
    const page = this.evidence.merged(from === this.#doubtful ? new Set(ids) : undefined);
    try {
      const { blocks: results } = await ask('recognize', { blocks, page, confidence, concepts }, this.#life);
      this.#answered(ids, from, results);
    } catch {
      // Given up: these blocks stay unmarked until the page shows them anew.
      for (const id of ids) from.delete(id);
    }
    this.#inFlight--;
    if (!this.#life.signal.aborted) this.send();
  }

  #answered(ids: readonly number[], from: Map<number, Waiting>, results: readonly BlockResult[]): void {
    if (from === this.#waiting) this.#answers++;
    try {
      for (const result of results) this.#note(result, from);
    } catch (error) {
      failed(error, this.#life);
    }
    // Of the others there is nothing to say.
    for (const id of ids) from.delete(id);
  }

  #note(result: BlockResult, from: Map<number, Waiting>): void {
    const waiting = from.get(result.id);
    if (!waiting) return;
    from.delete(result.id);
    const { run, order } = waiting;
    const container = run.container as unknown as Node;
    if (!container.isConnected) return;
    if (result.doubtful && from === this.#waiting && this.#units <= DECIDED_AGAIN) this.#doubtful.set(result.id, waiting);
    this.evidence.set(result.id, result.evidence, container);
    if (result.mentions.length > 0) this.#remember(run, result);
    this.#hooks.found(result.id, run, order, result);
  }

  /** With everything read, each doubtful block is decided with the evidence of all others. */
  #decideAgain(): void {
    const ids: number[] = [];
    let units = 0;
    if (this.#units <= DECIDED_AGAIN)
      for (const [id, { run, answersKnown }] of this.#doubtful) {
        // Only its own answer has come since: all there is to know was in that request.
        if (answersKnown + 1 === this.#answers) continue;
        if (units > 0 && units + run.text.length > CHUNK) break;
        units += run.text.length;
        ids.push(id);
      }
    if (ids.length > 0) void this.#ask(ids, this.#doubtful);
    else {
      this.#doubtful.clear();
      this.#units = 0;
      this.#hooks.settled();
    }
  }

  #key(run: Run): string {
    return `${textHash(run.text)} ${run.text.length} ${run.heading}`;
  }

  #remember(run: Run, result: BlockResult): void {
    if (!this.#remembered) return;
    if (this.#remembered.size >= REMEMBERED) {
      const oldest = this.#remembered.keys().next().value;
      if (oldest !== undefined) this.#remembered.delete(oldest);
    }
    this.#remembered.set(this.#key(run), result);
  }
}
