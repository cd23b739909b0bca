/** Every state of the card with every input: what comes of it. */
import { describe, expect, it } from 'vitest';
import { LEAVE_MS, WAY_MS } from '../../src/content/point/delays.ts';
import { type Input, idle, type State, shownIn, transition } from '../../src/content/point/state.ts';

const DELAY = 333;

const STATES = {
  idle: { name: 'idle', not: null, token: 1 },
  'idle, not a': { name: 'idle', not: 'a', token: 1 },
  'waiting a': { name: 'waiting', on: 'a', token: 1 },
  'open a': { name: 'open', on: 'a', held: false, token: 1 },
  'held a': { name: 'open', on: 'a', held: true, token: 1 },
  'leaving a': { name: 'leaving', on: 'a', next: null, token: 1 },
  'leaving a for b': { name: 'leaving', on: 'a', next: 'b', token: 1 },
  'pinned a': { name: 'pinned', on: 'a', token: 1 },
} as const satisfies Record<string, State<string>>;

const INPUTS = {
  'over a': { type: 'over', on: 'a', fast: false },
  'over a, fast': { type: 'over', on: 'a', fast: true },
  'over a, without the trigger': { type: 'over', on: 'a', opens: false },
  'over b': { type: 'over', on: 'b' },
  'over b, fast': { type: 'over', on: 'b', fast: true },
  'over b, without the trigger': { type: 'over', on: 'b', opens: false },
  'over nothing': { type: 'over', on: null },
  card: { type: 'card' },
  way: { type: 'way' },
  timer: { type: 'timer', token: 1 },
  'late timer': { type: 'timer', token: 0 },
  typed: { type: 'typed' },
  dismiss: { type: 'dismiss' },
  close: { type: 'close' },
  pin: { type: 'pin', pinned: true },
  unpin: { type: 'pin', pinned: false },
  'show a': { type: 'show', on: 'a' },
  'show b': { type: 'show', on: 'b', focus: true },
} as const satisfies Record<string, Input<string>>;

/** State → input → the next state; an input that is left out changes nothing. */
const TABLE: Record<keyof typeof STATES, Partial<Record<keyof typeof INPUTS, string>>> = {
  idle: {
    'over a': 'waiting a, open timer',
    'over a, fast': 'waiting a, open timer',
    'over b': 'waiting b, open timer',
    'over b, fast': 'waiting b, open timer',
    'show a': 'held a',
    'show b': 'held b',
  },
  'idle, not a': {
    'over b': 'waiting b, open timer',
    'over b, fast': 'waiting b, open timer',
    'over b, without the trigger': 'idle',
    'over nothing': 'idle',
    'show a': 'held a',
    'show b': 'held b',
  },
  'waiting a': {
    'over a, fast': 'waiting a, open timer',
    'over a, without the trigger': 'idle',
    'over b': 'waiting b, open timer',
    'over b, fast': 'waiting b, open timer',
    'over b, without the trigger': 'idle',
    'over nothing': 'idle',
    timer: 'open a',
    typed: 'idle, not a',
    dismiss: 'idle, not a',
    close: 'idle, not a',
    'show a': 'held a',
    'show b': 'held b',
  },
  'open a': {
    'over b': 'leaving a for b, open timer',
    'over b, fast': 'leaving a for b, open timer',
    'over b, without the trigger': 'leaving a, leave timer',
    'over nothing': 'leaving a, leave timer',
    way: 'leaving a, way timer',
    dismiss: 'idle, not a',
    close: 'idle, not a',
    pin: 'pinned a',
    'show a': 'held a',
    'show b': 'held b',
  },
  'held a': {
    'over a': 'open a',
    'over a, fast': 'open a',
    'over a, without the trigger': 'open a',
    'over b': 'leaving a for b, open timer',
    'over b, fast': 'leaving a for b, open timer',
    card: 'open a',
    dismiss: 'idle, not a',
    close: 'idle, not a',
    pin: 'pinned a',
    'show a': 'held a',
    'show b': 'held b',
  },
  'leaving a': {
    'over a': 'open a',
    'over a, fast': 'open a',
    'over a, without the trigger': 'open a',
    'over b': 'leaving a for b, open timer',
    'over b, fast': 'leaving a for b, open timer',
    card: 'open a',
    way: 'leaving a, way timer',
    timer: 'idle',
    dismiss: 'idle, not a',
    close: 'idle, not a',
    pin: 'pinned a',
    'show a': 'held a',
    'show b': 'held b',
  },
  'leaving a for b': {
    'over a': 'open a',
    'over a, fast': 'open a',
    'over a, without the trigger': 'open a',
    'over b, fast': 'leaving a for b, open timer',
    'over b, without the trigger': 'leaving a, leave timer',
    'over nothing': 'leaving a, leave timer',
    card: 'open a',
    way: 'leaving a, way timer',
    timer: 'open b',
    dismiss: 'idle, not a',
    close: 'idle, not a',
    pin: 'pinned a',
    'show a': 'held a',
    'show b': 'held b',
  },
  'pinned a': {
    close: 'idle, not a',
    unpin: 'held a',
    'show a': 'held a',
    'show b': 'held b',
  },
};

function told(state: State<string>): string {
  if (state.name === 'idle') return state.not === null ? 'idle' : `idle, not ${state.not}`;
  if (state.name === 'leaving') return `leaving ${state.on}${state.next === null ? '' : ` for ${state.next}`}`;
  return `${state.name === 'open' && state.held ? 'held' : state.name} ${state.on}`;
}

const TIMERS = new Map([
  [DELAY, ', open timer'],
  [LEAVE_MS, ', leave timer'],
  [WAY_MS, ', way timer'],
]);

describe.each(Object.keys(STATES) as (keyof typeof STATES)[])('%s', (name) => {
  it.each(Object.keys(INPUTS) as (keyof typeof INPUTS)[])('%s', (input) => {
    const state: State<string> = STATES[name];
    const step = transition<string>(state, INPUTS[input], DELAY);
    const expected = TABLE[name][input];
    if (expected === undefined) {
      expect(step).toEqual({ state });
      expect(step.state).toBe(state);
      return;
    }
    expect(told(step.state) + (step.timer === undefined ? '' : TIMERS.get(step.timer))).toBe(expected);
    // A timer that was started for an earlier state must not be taken for this one's.
    expect(step.state.token).toBe(state.token + 1);
  });
});

it('begins without a card, and shows one in three states', () => {
  expect(told(idle<string>())).toBe('idle');
  expect(Object.entries<State<string>>(STATES).flatMap(([name, state]) => (shownIn(state) === null ? [] : [name]))).toEqual([
    'open a',
    'held a',
    'leaving a',
    'leaving a for b',
    'pinned a',
  ]);
});
