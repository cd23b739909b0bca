/** Turns what pointer and keys do into inputs of the card's states. Listens only; the page's events go on as they were. */
import type { Settings } from '../../settings/settings.ts';
import type { Spot } from '../mark/marked-block.ts';
import type { Marks } from '../mark/marks.ts';
import type { Missed } from '../wake.ts';
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
  /** The mention whose card is to be seen. */
  shown(): Spot | null;
  /** What opens a card. */
  trigger(): Settings['trigger'];
  /** Roots of open shadow trees whose text is read. */
  shadowRoots(): ShadowRoot[];
}

/** A tap on one of these is theirs. */
const INTERACTIVE =
  'a[href], button, input, select, textarea, label, summary, video, audio, [role="button"], [role="link"], [onclick], [contenteditable]';
/** The keys that the reader may choose to hold. */
const HELD = { alt: 'Alt', shift: 'Shift' } as const;
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Fn', 'AltGraph']);

export class Pointer {
  readonly #marks: Marks;
  readonly #hooks: PointerHooks;
  #last: (Point & { time: number }) | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #rest = 0;
  #touch: (Point & { time: number }) | null = null;
  /** A press of the mouse, and the mention whose card it has closed. */
  #press: (Point & { closed: Spot | null }) | null = null;

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
    addEventListener('keyup', (event) => this.#released(event), listening);
    signal.addEventListener('abort', () => clearTimeout(this.#rest));
  }

  /** What happened while this script was on its way. A press is followed by its click, or by the pointer's rest. */
  catchUp({ move, down, click }: Missed): void {
    if (down) this.#pressed(down);
    if (click) this.#clicked(click.event, click.target);
    else if (move && !down) this.#moved(move);
  }

  #moved(event: PointerEvent): void {
    if (event.pointerType === 'touch' || !event.isTrusted) return;
    const trigger = this.#hooks.trigger();
    if (trigger === 'click') return;
    const showing = this.#hooks.shown() !== null;
    if (!this.#marks.anyPainted && !showing) return;
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
    const opens = trigger === 'hover' || (trigger === 'alt' ? event.altKey : event.shiftKey);
    const speed = before ? Math.hypot(at.x - before.x, at.y - before.y) / Math.max(1, now - before.time) : 0;
    if (!showing && (speed > FAST || !opens)) {
      // Too fast to mean it; where it comes to rest is looked at then.
      if (opens) this.#rest = window.setTimeout(() => this.#look(at, { fast: false, opens }), REST_MS);
      this.#hooks.input({ type: 'over', on: null }, null, at);
      return;
    }
    this.#look(at, { fast: speed > FAST, opens });
  }

  #look(at: Point, how: { fast: boolean; opens: boolean }): void {
    const hit = hitAt(this.#marks, at.x, at.y, this.#hooks.shadowRoots());
    if (!hit && this.#hooks.onWay(at)) this.#hooks.input({ type: 'way' }, null, at);
    else this.#hooks.input({ type: 'over', on: hit?.spot ?? null, ...how }, hit, at);
  }

  #left(): void {
    clearTimeout(this.#rest);
    this.#last = null;
    this.#hooks.input({ type: 'over', on: null }, null, { x: -1, y: -1 });
  }

  #pressed(event: PointerEvent): void {
    this.#press = null;
    this.#touch = null;
    if (!event.isTrusted || this.#hooks.onCard(event)) return;
    const at = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch') {
      if (event.isPrimary) this.#touch = { ...at, time: event.timeStamp };
      return;
    }
    this.#press = { ...at, closed: this.#hooks.shown() };
    this.#hooks.input({ type: 'dismiss' }, null, at);
  }

  #cancelTouch(): void {
    // The browser scrolls or zooms with this touch.
    this.#touch = null;
  }

  /** A tap is a touch that did not move and ended as a click. A click opens a card only where the reader chose so. */
  #clicked(event: MouseEvent, target = event.composedPath()[0]): void {
    const touch = this.#touch;
    const press = this.#press;
    this.#touch = null;
    this.#press = null;
    const from = touch ?? press;
    if (!from || !event.isTrusted || this.#hooks.onCard(event)) return;
    if (!touch && this.#hooks.trigger() !== 'click') return;
    const at = { x: event.clientX, y: event.clientY };
    const quick = touch ? event.timeStamp - touch.time <= TAP_MS : isPlainClick(event);
    const still = quick && Math.hypot(at.x - from.x, at.y - from.y) <= TAP_MOVE;
    const theirs = target instanceof Element && Element.prototype.closest.call(target, INTERACTIVE) !== null;
    const hit = still && !theirs && !event.defaultPrevented ? hitAt(this.#marks, at.x, at.y, this.#hooks.shadowRoots()) : null;
    if (!hit) this.#hooks.input({ type: 'dismiss' }, null, at);
    // A second click on the word closes: the press has done so.
    else if (hit.spot !== press?.closed) this.#hooks.input({ type: 'show', on: hit.spot }, hit, at);
  }

  #typed(event: KeyboardEvent): void {
    if (!event.isTrusted || event.key === 'Escape' || this.#hooks.onCard(event)) return;
    if (MODIFIERS.has(event.key)) {
      if (!event.repeat) this.#held(event.key, true);
      return;
    }
    this.#typedAt = performance.now();
    clearTimeout(this.#rest);
    this.#hooks.input({ type: 'typed' }, null, { x: -1, y: -1 });
  }

  #released(event: KeyboardEvent): void {
    if (event.isTrusted) this.#held(event.key, false);
  }

  /** The key that the reader chose goes down or up while the pointer rests. */
  #held(key: string, down: boolean): void {
    const trigger = this.#hooks.trigger();
    if ((trigger !== 'alt' && trigger !== 'shift') || HELD[trigger] !== key || !this.#last) return;
    if (performance.now() - this.#typedAt < TYPING_MS) return;
    if (down) this.#look(this.#last, { fast: false, opens: true });
    else if (!this.#hooks.shown()) this.#hooks.input({ type: 'over', on: null }, null, this.#last);
  }
}

/** The first of a row of clicks with the main button, that has selected nothing. */
function isPlainClick(event: MouseEvent): boolean {
  if (event.button !== 0 || event.detail > 1 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  return getSelection()?.isCollapsed !== false;
}
