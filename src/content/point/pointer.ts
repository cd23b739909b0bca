/** Turns what pointer and keys do into inputs of the card's states. Listens only; the page's events go on as they were. */
import type { Spot } from '../mark/marked-block.ts';
import type { Marks } from '../mark/marks.ts';
import { FAST, REST_MS, TAP_MOVE, TAP_MS, TYPING_MS } from './delays.ts';
import { type Hit, hitAt } from './hit.ts';
import type { Input } from './state.ts';
import type { Point } from './way.ts';

export interface PointerHooks {
  input(input: Input<Spot>, hit: Hit | null, at: Point): void;
  /** Whether an event comes from the open card. */
  onCard(event: Event): boolean;
  /** Whether a point is on the way from the word to the open card. */
  onWay(at: Point): boolean;
  /** Whether a card is to be seen. */
  showing(): boolean;
  /** Roots of open shadow trees whose text is read. */
  shadowRoots(): ShadowRoot[];
}

/** A tap on one of these is theirs. */
const INTERACTIVE =
  'a[href], button, input, select, textarea, label, summary, video, audio, [role="button"], [role="link"], [onclick], [contenteditable]';
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Fn', 'AltGraph']);

export class Pointer {
  readonly #marks: Marks;
  readonly #hooks: PointerHooks;
  #last: (Point & { time: number }) | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #rest = 0;
  #touch: (Point & { time: number; id: number }) | null = null;

  constructor(marks: Marks, hooks: PointerHooks, signal: AbortSignal) {
    this.#marks = marks;
    this.#hooks = hooks;
    const listening = { capture: true, passive: true, signal };
    addEventListener('pointermove', (event) => this.#moved(event), listening);
    addEventListener('pointerdown', (event) => this.#pressed(event), listening);
    addEventListener('click', (event) => this.#clicked(event), listening);
    addEventListener('pointercancel', () => this.#cancelTouch(), listening);
    document.addEventListener('pointerleave', () => this.#left(), { passive: true, signal });
    addEventListener('keydown', (event) => this.#typed(event), listening);
    signal.addEventListener('abort', () => clearTimeout(this.#rest));
  }

  #moved(event: PointerEvent): void {
    if (event.pointerType === 'touch' || !event.isTrusted) return;
    if (!this.#marks.anyPainted && !this.#hooks.showing()) return;
    const now = performance.now();
    const at = { x: event.clientX, y: event.clientY };
    const before = this.#last;
    this.#last = { ...at, time: now };
    clearTimeout(this.#rest);
    if (this.#hooks.onCard(event)) {
      this.#hooks.input({ type: 'card' }, null, at);
      return;
    }
    // Dragging and selecting: the reader is at other work.
    if (event.buttons !== 0) return;
    if (now - this.#typedAt < TYPING_MS) return;
    const speed = before ? Math.hypot(at.x - before.x, at.y - before.y) / Math.max(1, now - before.time) : 0;
    if (speed > FAST && !this.#hooks.showing()) {
      // Too fast to mean it; where it comes to rest is looked at then.
      this.#rest = window.setTimeout(() => this.#look(at, false), REST_MS);
      this.#hooks.input({ type: 'over', on: null }, null, at);
      return;
    }
    this.#look(at, speed > FAST);
  }

  #look(at: Point, fast: boolean): void {
    const hit = hitAt(this.#marks, at.x, at.y, this.#hooks.shadowRoots());
    if (!hit && this.#hooks.onWay(at)) this.#hooks.input({ type: 'way' }, null, at);
    else this.#hooks.input({ type: 'over', on: hit?.spot ?? null, fast }, hit, at);
  }

  #left(): void {
    clearTimeout(this.#rest);
    this.#last = null;
    this.#hooks.input({ type: 'over', on: null }, null, { x: -1, y: -1 });
  }

  #pressed(event: PointerEvent): void {
    if (!event.isTrusted || this.#hooks.onCard(event)) return;
    const at = { x: event.clientX, y: event.clientY };
    if (event.pointerType !== 'touch') {
      this.#hooks.input({ type: 'dismiss' }, null, at);
      return;
    }
    this.#touch = event.isPrimary ? { ...at, time: performance.now(), id: event.pointerId } : null;
  }

  #cancelTouch(): void {
    // The browser scrolls or zooms with this touch.
    this.#touch = null;
  }

  /** A tap is a touch that did not move and ended as a click. */
  #clicked(event: MouseEvent): void {
    const touch = this.#touch;
    this.#touch = null;
    if (!touch || !event.isTrusted || this.#hooks.onCard(event)) return;
    const at = { x: event.clientX, y: event.clientY };
    const still = Math.hypot(at.x - touch.x, at.y - touch.y) <= TAP_MOVE && performance.now() - touch.time <= TAP_MS;
    const [target] = event.composedPath();
    const theirs = target instanceof Element && target.closest(INTERACTIVE) !== null;
    const hit = still && !theirs && !event.defaultPrevented ? hitAt(this.#marks, at.x, at.y, this.#hooks.shadowRoots()) : null;
    if (hit) this.#hooks.input({ type: 'show', on: hit.spot }, hit, at);
    else this.#hooks.input({ type: 'dismiss' }, null, at);
  }

  #typed(event: KeyboardEvent): void {
    if (!event.isTrusted || MODIFIERS.has(event.key) || event.key === 'Escape' || this.#hooks.onCard(event)) return;
    this.#typedAt = performance.now();
    clearTimeout(this.#rest);
    this.#hooks.input({ type: 'typed' }, null, { x: -1, y: -1 });
  }
}
