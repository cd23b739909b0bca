import { describe, expect, it } from 'vitest';
import { contradictions, edgesOf, lonely } from '../../src/cli/glossary-map.ts';
import type { Term } from '../../src/glossary/schema.ts';

function term(id: string, rest: Partial<Term> = {}): Term {
  const none = { written_in: [], part_of: [], runs_on: [], alternative_to: [], related: [] };
  return { id, ...none, ...rest } as unknown as Term;
}

describe('the map of the glossary', () => {
  it('draws every relation and the successor', () => {
    const one = term('a', { related: ['b'], written_in: ['c'], successor: 'd', status: { is: 'ended' } });
    expect(edgesOf(one).map(({ to, how }) => `${how} ${to}`)).toEqual(['written_in c', 'related b', 'successor d']);
  });

  it('lists terms that nothing leads to or from', () => {
    expect(lonely([term('a', { related: ['b'] }), term('b'), term('c')])).toEqual(['c']);
    expect(lonely([term('a', { related: ['b'] }), term('b')])).toEqual([]);
  });

  it.each<[string, Term[], string[]]>([
    ['one after the other', [term('a', { successor: 'b', status: { is: 'ended', year: 2015 } }), term('b')], []],
    [
      'a successor that ended later',
      [term('a', { successor: 'b', status: { is: 'ended', year: 2015 } }), term('b', { status: { is: 'ended', year: 2020 } })],
      [],
    ],
    [
      'a circle',
      [term('a', { successor: 'b', status: { is: 'ended' } }), term('b', { successor: 'a', status: { is: 'ended' } })],
      ['a → … → a: a circle', 'b → … → b: a circle'],
    ],
    ['no status', [term('a', { successor: 'b' }), term('b')], ['a → b: it has a successor and no status']],
    [
      'an alternative too',
      [term('a', { successor: 'b', alternative_to: ['b'], status: { is: 'ended' } }), term('b')],
      ['a → b: its successor is also its alternative'],
    ],
    [
      'a successor that ended before',
      [term('a', { successor: 'b', status: { is: 'ended', year: 2020 } }), term('b', { status: { is: 'ended', year: 2015 } })],
      ['a → b: the successor ended in 2015, before 2020'],
    ],
  ])('successors: %s', (_name, terms, faults) => expect(contradictions(terms)).toEqual(faults));
});
