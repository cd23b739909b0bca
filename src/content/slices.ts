/** Long work in slices: each at most a few milliseconds by one clock, with the page's own work in between. */

/** Half a frame: the page keeps the other half. Milliseconds. */
const SLICE_MS = 8;
/** Idle work gets its turn at last on a page that is never idle. Milliseconds. */
const IDLE_TIMEOUT_MS = 1_500;

export interface Job {
  /** Works until done (true) or until `pause()`. */
  step(pause: () => boolean): boolean;
  /** Whether it may wait until the page is idle. */
  idle: boolean;
}

export class Slices {
  readonly #jobs: Job[] = [];
  readonly #signal: AbortSignal;
  readonly #after: () => void;
  readonly #channel = new MessageChannel();
  #waiting = false;
  #idleWaiting = 0;
  #held = false;

  /** `after` is called at the end of each slice. */
  constructor(signal: AbortSignal, after: () => void) {
    this.#signal = signal;
    this.#after = after;
    this.#channel.port1.onmessage = () => {
      this.#waiting = false;
      this.run();
    };
    signal.addEventListener('abort', () => {
      this.#jobs.length = 0;
      this.#channel.port1.close();
      if (this.#idleWaiting) cancelIdleCallback(this.#idleWaiting);
    });
  }

  get empty(): boolean {
    return this.#jobs.length === 0;
  }

  /** Idle jobs rest while held: what they produce would pile up. */
  set held(held: boolean) {
    this.#held = held;
    if (!held) this.#plan();
  }

  add(job: Job): void {
    if (this.#signal.aborted) return;
    this.#jobs.push(job);
    this.#plan();
  }

  /** One slice, now. */
  run(most = SLICE_MS, idleToo = false): void {
    if (this.#signal.aborted) return;
    const end = performance.now() + most;
    const pause = (): boolean => performance.now() >= end || (this.#held && idleToo);
    for (;;) {
      const at = this.#jobs.findIndex((job) => !job.idle || (idleToo && !this.#held));
      const job = this.#jobs[at];
      if (!job) break;
      if (job.step(pause)) this.#jobs.splice(this.#jobs.indexOf(job), 1);
      if (pause() || this.#signal.aborted) break;
    }
    this.#after();
    this.#plan();
  }

  #plan(): void {
    if (this.#signal.aborted) return;
    if (this.#jobs.some((job) => !job.idle)) {
      if (this.#waiting) return;
      this.#waiting = true;
      this.#channel.port2.postMessage(0);
    } else if (this.#jobs.length > 0 && !this.#held && !this.#idleWaiting)
      this.#idleWaiting = requestIdleCallback(
        (deadline) => {
          this.#idleWaiting = 0;
          this.run(deadline.didTimeout ? SLICE_MS : Math.max(1, Math.min(SLICE_MS, deadline.timeRemaining())), true);
        },
        { timeout: IDLE_TIMEOUT_MS },
      );
  }
}
