/**
 * What the reader was told is kept, thing by thing. A word that was acknowledged is the only value allowed from then on; one that was
 * refused, or whose answer never came, may have been heeded or not.
 */
export class Promises {
  readonly #allowed = new Map<string, Set<string>>();
  readonly #busy = new Set<string>();

  /** `first`: what each thing is before anybody has said anything. */
  constructor(first: Readonly<Record<string, unknown>>) {
    for (const [thing, value] of Object.entries(first)) this.#allowed.set(thing, new Set([JSON.stringify(value)]));
  }

  get things(): string[] {
    return [...this.#allowed.keys()];
  }

  isBusy(thing?: string): boolean {
    return thing === undefined ? this.#busy.size > 0 : this.#busy.has(thing);
  }

  /** The reader says something of these things; the answer is awaited. Resolves to whether it was acknowledged. */
  async say(next: Readonly<Record<string, unknown>>, said: Promise<unknown>): Promise<boolean> {
    for (const [thing, value] of Object.entries(next)) {
      this.#busy.add(thing);
      this.#allow(thing, value);
    }
    try {
      await said;
    } catch {
      this.#free(next);
      return false;
    }
    for (const [thing, value] of Object.entries(next)) this.#allowed.set(thing, new Set([JSON.stringify(value)]));
    this.#free(next);
    return true;
  }

  /** Things of which the answer will never come. */
  forgetWaiting(things: Iterable<string>): void {
    for (const thing of things) this.#busy.delete(thing);
  }

  #free(next: Readonly<Record<string, unknown>>): void {
    for (const thing of Object.keys(next)) this.#busy.delete(thing);
  }

  #allow(thing: string, value: unknown): void {
    this.#allowed.set(thing, new Set([...(this.#allowed.get(thing) ?? []), JSON.stringify(value)]));
  }

  /** A value may be one of several. */
  allowAlso(thing: string, values: Iterable<string>): void {
    this.#allowed.set(thing, new Set([...(this.#allowed.get(thing) ?? []), ...values]));
  }

  snapshot(): ReadonlyMap<string, ReadonlySet<string>> {
    return new Map([...this.#allowed].map(([thing, values]) => [thing, new Set(values)]));
  }

  goBackTo(snapshot: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [thing, values] of snapshot) this.#allowed.set(thing, new Set(values));
  }

  /** What is not as it was promised. */
  broken(now: Readonly<Record<string, unknown>>): string[] {
    return [...this.#allowed].flatMap(([thing, values]) => {
      const value = JSON.stringify(now[thing]);
      return values.has(value) ? [] : [`${thing} is ${value}, promised ${[...values].join(' or ')}`];
    });
  }
}
