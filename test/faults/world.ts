/** One room of the extension while it runs: the background, a page's content script, the options. It may end at any moment. */
import type { Clock } from './clock.ts';

type Listener = (...args: never[]) => unknown;

/** An event of the browser, with the listeners of one room. */
export class Heard {
  readonly listeners = new Set<Listener>();
  addListener = (listener: Listener): void => void this.listeners.add(listener);
  removeListener = (listener: Listener): void => void this.listeners.delete(listener);
  hasListener = (listener: Listener): boolean => this.listeners.has(listener);
}

export class World {
  alive = true;
  /** The extension was updated from under it: it runs on, and every call fails. */
  orphaned = false;
  readonly onMessage = new Heard();
  readonly onChanged = new Heard();
  /** Called when it ends. */
  readonly ends = new Set<() => void>();

  constructor(
    readonly name: string,
    readonly clock: Clock,
    /** Whether the browser may stop it for no reason. */
    readonly stoppable: boolean,
    private readonly threw: (error: unknown) => void,
  ) {}

  /** Its memory is gone: nothing that it waits for comes any more. */
  stop(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const end of [...this.ends]) end();
  }

  later(ms: number, run: () => void): number {
    return this.clock.after(ms, () => this.run(run));
  }

  run(work: () => void): void {
    if (!this.alive) return;
    try {
      work();
    } catch (error) {
      this.threw(error);
    }
  }

  tell(event: Heard, ...args: unknown[]): unknown[] {
    const answers: unknown[] = [];
    for (const listener of [...event.listeners])
      this.run(() => {
        answers.push((listener as (...given: unknown[]) => unknown)(...args));
      });
    return answers;
  }
}
