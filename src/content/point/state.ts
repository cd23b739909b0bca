/**
 * The states of the card and what leads from one to another. Pure: pointers and timers are inputs, and the only effects are the state
 * itself (a card is to be seen in `open`, `leaving` and `pinned`) and a timer to start.
 *
 *     idle ──over──▶ waiting ──timer──▶ open ◀──over, card── leaving
 *       ▲               │               │ ▲ └──away, way──▶     │
 *       │               │            pin│ │pin                  │
 *       │               │               ▼ │                     │
 *       │               │              pinned ◀──────pin────────┤
 *       │               │                 │ close               │
 *       └──away, typed──┴── dismiss ──────┴──── timer ──────────┘
 */
import { LEAVE_MS, WAY_MS } from './delays.ts';

export type State<T> =
  /** `not`: dismissed while the pointer was on it; it opens again once the pointer has left it. */
  | { name: 'idle'; not: T | null; token: number }
  | { name: 'waiting'; on: T; token: number }
  /** `held`: opened by a key, a tap or the popup; it stays until the pointer has been there or it is dismissed. */
  | { name: 'open'; on: T; held: boolean; token: number }
  /** `next`: the mark that the pointer rests on meanwhile. */
  | { name: 'leaving'; on: T; next: T | null; token: number }
  /** Only the reader closes it, or asks for another card. */
  | { name: 'pinned'; on: T; token: number };

export type Input<T> =
  /**
   * The pointer is on a mark, or (null) on none; `fast`: it is passing; `opens: false`: the reader's trigger is not given, so that it
   * keeps a card open but opens none.
   */
  | { type: 'over'; on: T | null; fast?: boolean; opens?: boolean }
  /** The pointer is on the card. */
  | { type: 'card' }
  /** The pointer is between word and card, on its way. */
  | { type: 'way' }
  | { type: 'timer'; token: number }
  /** A key was pressed that is no command of ours. */
  | { type: 'typed' }
  /** A press elsewhere, scrolled away, the mark is gone. */
  | { type: 'dismiss' }
  /** Escape, or the card's own button. */
  | { type: 'close' }
  | { type: 'pin'; pinned: boolean }
  /** Asked for: a tap, a click, a key, the popup. `focus`: the card takes the focus. */
  | { type: 'show'; on: T; focus?: boolean };

export interface Step<T> {
  state: State<T>;
  /** Start a timer of so many milliseconds that brings back the new state's token. */
  timer?: number;
}

export function idle<T>(): State<T> {
  return { name: 'idle', not: null, token: 0 };
}

/** The mark whose card is to be seen. */
export function shownIn<T>(state: State<T>): T | null {
  return state.name === 'idle' || state.name === 'waiting' ? null : state.on;
}

/** The next state; `delay` is the rest on a mark before its card opens. The same state object means that nothing changed. */
export function transition<T>(state: State<T>, input: Input<T>, delay: number): Step<T> {
  const token = state.token + 1;
  if (input.type === 'show') return { state: { name: 'open', on: input.on, held: true, token } };
  if (input.type === 'close' || (input.type === 'dismiss' && state.name !== 'pinned')) {
    if (state.name === 'idle') return { state };
    return { state: { name: 'idle', not: state.on, token } };
  }
  if (input.type === 'pin') {
    if (input.pinned && (state.name === 'open' || state.name === 'leaving'))
      return { state: { name: 'pinned', on: state.on, token } };
    if (!input.pinned && state.name === 'pinned') return { state: { name: 'open', on: state.on, held: true, token } };
    return { state };
  }
  switch (state.name) {
    case 'idle': {
      if (input.type !== 'over') return { state };
      if (input.on === null) return { state: state.not === null ? state : { name: 'idle', not: null, token } };
      if (input.on === state.not) return { state };
      if (input.opens === false) return { state: state.not === null ? state : { name: 'idle', not: null, token } };
      return { state: { name: 'waiting', on: input.on, token }, timer: delay };
    }
    case 'waiting':
      if (input.type === 'typed') return { state: { name: 'idle', not: state.on, token } };
      if (input.type === 'timer')
        return input.token === state.token ? { state: { name: 'open', on: state.on, held: false, token } } : { state };
      if (input.type === 'over') {
        if (input.on === null || input.opens === false) return { state: { name: 'idle', not: null, token } };
        if (input.on === state.on && !input.fast) return { state };
        return { state: { name: 'waiting', on: input.on, token }, timer: delay };
      }
      return { state };
    case 'open': {
      if (input.type === 'card' || (input.type === 'over' && input.on === state.on))
        return state.held ? { state: { ...state, held: false, token } } : { state };
      const next = nextOf(input);
      if (next !== null) return { state: { name: 'leaving', on: state.on, next, token }, timer: delay };
      if (state.held) return { state };
      if (input.type === 'over') return { state: { name: 'leaving', on: state.on, next: null, token }, timer: LEAVE_MS };
      if (input.type === 'way') return { state: { name: 'leaving', on: state.on, next: null, token }, timer: WAY_MS };
      return { state };
    }
    case 'leaving':
      if (input.type === 'card' || (input.type === 'over' && input.on === state.on))
        return { state: { name: 'open', on: state.on, held: false, token } };
      if (input.type === 'way') return { state: { name: 'leaving', on: state.on, next: null, token }, timer: WAY_MS };
      if (input.type === 'timer') {
        if (input.token !== state.token) return { state };
        if (state.next !== null) return { state: { name: 'open', on: state.next, held: false, token } };
        return { state: { name: 'idle', not: null, token } };
      }
      if (input.type === 'over') {
        const next = nextOf(input);
        if (next === state.next && !(input.fast && next !== null)) return { state };
        return { state: { name: 'leaving', on: state.on, next, token }, timer: next === null ? LEAVE_MS : delay };
      }
      return { state };
    case 'pinned':
      return { state };
  }
}

/** The mark that would take over. */
function nextOf<T>(input: Input<T>): T | null {
  return input.type === 'over' && input.opens !== false ? input.on : null;
}
