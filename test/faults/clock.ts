/** Time that passes only when somebody lets it: what is due runs in its order, each with all that its promises bring about. */

interface Due {
  at: number;
  order: number;
  run(): void;
}

export class Clock {
  now = 0;
  /** What the reader's clock shows is this much beside. */
  offset = 0;
  #order = 0;
  #due: Due[] = [];
  #cancelled = new Set<number>();
  #waiting = new Set<number>();

  /** Milliseconds from now; the number cancels it. */
  after(ms: number, run: () => void): number {
    const order = ++this.#order;
    const due = { at: this.now + Math.max(0, ms), order, run };
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle] as Due).at <= due.at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
    this.#waiting.add(order);
    return order;
  }

  cancel(order: number): void {
    if (this.#waiting.has(order)) this.#cancelled.add(order);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await flush();
    for (;;) {
      const due = this.#due[0];
      if (!due || due.at > end) break;
      this.#due.shift();
      this.#waiting.delete(due.order);
      if (this.#cancelled.delete(due.order)) continue;
      this.now = due.at;
      due.run();
      await flush();
    }
    this.now = end;
  }

  /** The class of dates that a room sees. */
  dates(start: number): DateConstructor {
    const time = (): number => start + this.now + this.offset;
    return class extends Date {
      constructor(...args: unknown[]) {
        if (args.length === 0) super(time());
        else super(...(args as [number]));
      }
      static override now(): number {
        return time();
      }
    } as DateConstructor;
  }
}

/** All promises that can settle have settled then: nothing here waits for the real world. */
const flush = (): Promise<void> => new Promise((done) => setImmediate(done));
