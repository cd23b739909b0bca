/** Reading: every unit of a run leads back to the very character of its node, however the walk is paused and the page changes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { locate } from '../../src/content/read/locate.ts';
import { LONGEST_RUN, placeOf, type Run, TOP, Walk } from '../../src/content/read/walk.ts';
import { fuzz } from './fuzz.ts';
import { anyText } from './texts.ts';
import { anyTree, bodyOf, build, markupStyles, type Node, type Plan } from './tree.ts';

/** Reads a body; `pauses` says at each question whether to pause, again from the start when it ends. */
function read(body: Node, pauses: readonly boolean[] = [false], between: (walk: Walk) => void = () => {}): Run[] {
  const runs: Run[] = [];
  const walk = new Walk(body, markupStyles, { run: (run) => runs.push(run) }, { ...TOP, container: body }, { fromTop: true });
  let asked = 0;
  for (let steps = 0; !walk.step(() => pauses[asked++ % pauses.length] ?? false); steps++) {
    assert(steps < 20_000, 'the walk does not come to its end');
    between(walk);
  }
  return runs;
}

/** Each node's part of a run: from where in its data, how long, and where in the run's text. */
function partsOf({ text, nodes, starts, skips }: Run): { node: Node; skip: number; start: number; length: number }[] {
  return nodes.map((node, i) => {
    const [start, skip] = [starts[i] as number, skips[i] as number];
    const length = Math.min((starts[i + 1] ?? text.length) - start, node.data.length - skip);
    return { node: node as Node, skip, start, length };
  });
}

function assertRoundTrip(run: Run): void {
  const { text, nodes, starts, skips } = run;
  assert(nodes.length === starts.length && nodes.length === skips.length);
  if (run.code) assert.equal(nodes.length, 0);
  if (run.code) return;
  const owner = new Array<number>(text.length).fill(-1);
  for (const [i, { start, length }] of partsOf(run).entries()) owner.fill(i, start, start + length);
  for (let at = 0; at < text.length; at++) {
    const place = locate(run, at, false);
    const from = nodes[place.node]?.data[place.offset];
    if (owner[at] === -1) {
      if (!'\ufffc\n'.includes(text[at] as string)) assert.fail(`unit ${at} comes from nowhere`);
      continue;
    }
    const same = place.node === owner[at] && (from === text[at] || (from === '\n' && text[at] === ' '));
    if (!same) assert.fail(`unit ${at} is ${text[at]}, its place has ${from}`);
    const end = locate(run, at + 1, true);
    assert(end.node === place.node && end.offset === place.offset + 1, 'a range that ends after a unit ends in its node');
  }
}

/** Runs as data, to be compared. */
const shown = (runs: readonly Run[]) =>
  runs.map(({ text, nodes, starts, skips, container, heading, code, boundary }) => ({
    ...{ text, starts, skips, heading, code },
    nodes: nodes.map((node) => node.data),
    container: (container as Node).localName,
    boundary: boundary && (boundary as Node).localName,
  }));

const plans = fc.array(anyTree, { minLength: 1, maxLength: 4 });
const pauses = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

/** A text that is cut, with pairs and blanks at the edges. */
const long: fc.Arbitrary<Plan> = fc
  .tuple(
    anyText(3),
    fc.constantFrom('word ', '𝐑', '가나다', 'a\n', '\ud800'),
    fc.integer({ min: 8_000, max: 40_000 }),
    anyText(3),
  )
  .map(([before, part, length, after]) => ({ text: before + part.repeat(Math.ceil(length / part.length)) + after }));

interface Change {
  what: 'remove' | 'write' | 'insert' | 'move';
  at: number;
  to: number;
  plan: Plan;
}
const anyChange: fc.Arbitrary<Change> = fc.record({
  what: fc.constantFrom('remove', 'write', 'insert', 'move'),
  at: fc.nat(),
  to: fc.nat(),
  plan: anyTree,
});

function apply(body: Node, { what, at, to, plan }: Change): void {
  const all = body.all();
  const node = all[1 + (at % Math.max(1, all.length - 1))];
  const holder = all.filter(({ nodeType }) => nodeType === 1)[to % all.filter(({ nodeType }) => nodeType === 1).length] as Node;
  if (what === 'insert') holder.insert(build(plan), at);
  else if (!node) return;
  else if (what === 'remove') node.remove();
  else if (what === 'write') node.data = plan.text ?? '';
  else if (!node.contains(holder)) holder.insert(node, at);
}

/** How often each unit of each text node was read. */
function assertReadOnce(runs: readonly Run[]): void {
  const read = new Map<Node, number>();
  for (const run of runs)
    for (const { node, skip, length } of partsOf(run)) {
      assert((read.get(node) ?? 0) <= skip, 'a text is read twice');
      read.set(node, skip + length);
    }
}

export const runsFuzz = [
  fuzz(
    'runs: every unit leads back to its character, every text is read once and where it may be',
    { short: 820, share: 8 },
    fc.property(plans, (plan) => {
      const body = bodyOf(plan);
      const runs = read(body);
      for (const run of runs) assertRoundTrip(run);
      assertReadOnce(runs);
      const holders = new Map<Node, Run>();
      for (const run of runs) for (const node of run.nodes) holders.set(node as Node, run);
      for (const node of body.all()) {
        if (node.nodeType !== 3 && node.nodeType !== 4) continue;
        const place = placeOf(node.parentNode as Node, markupStyles, () => null);
        const run = holders.get(node);
        if (place === null) assert.equal(run, undefined, `"${node.data}" may not be read`);
        else if (/\p{L}/u.test(node.data)) {
          assert(run, `"${node.data}" is not read`);
          assert.equal(run.container, place.container);
          assert.equal(run.heading, place.heading);
        }
      }
    }),
  ),
  fuzz(
    'runs: pausing anywhere gives the same',
    { short: 550, share: 6 },
    fc.property(plans, pauses, (plan, pauses) => {
      const body = bodyOf(plan);
      const whole = read(body);
      const paused = read(body, pauses, (walk) => assert.equal(walk.mend(), null, 'nothing is broken'));
      assert.deepEqual(shown(paused), shown(whole));
    }),
  ),
  fuzz(
    'runs: long texts are cut, whole and between characters',
    { short: 40, share: 1 },
    fc.property(long, anyTree, (plan, tree) => {
      const body = bodyOf([{ name: 'p', inside: [tree, plan, { text: 'end' }] }]);
      const runs = read(body);
      const node = body.children[0]?.children[1] as Node;
      let done = 0;
      for (const run of runs) {
        assertRoundTrip(run);
        assert(run.code || run.text.length <= LONGEST_RUN + 64);
        for (const part of partsOf(run).filter((each) => each.node === node)) {
          assert(!/\p{L}/u.test(node.data.slice(done, part.skip)), 'what is left out has no letter');
          done = part.skip + part.length;
          const [last, next] = [node.data.charCodeAt(done - 1), node.data.charCodeAt(done)];
          const split = last >= 0xd800 && last < 0xdc00 && next >= 0xdc00 && next < 0xe000;
          assert(!split, 'a pair is cut in two');
        }
      }
      assertReadOnce(runs);
      assert(!/\p{L}/u.test(node.data.slice(done)), 'what is left out has no letter');
      const last = body.children[0]?.children[2];
      const end = runs.flatMap(partsOf).filter((part) => part.node === last);
      assert.deepEqual(
        end.map(({ skip, length }) => [skip, length]),
        [[0, 3]],
        'what follows a long text is read from its beginning',
      );
    }),
  ),
  fuzz(
    'runs: a page that changes while it is read never breaks the reading',
    { short: 550, share: 7 },
    fc.property(plans, pauses, fc.array(anyChange, { maxLength: 8 }), fc.boolean(), (plan, pauses, changes, mends) => {
      const body = bodyOf(plan);
      const left = [...changes];
      const runs = read(body, [true, ...pauses], (walk) => {
        const change = left.shift();
        if (change) apply(body, change);
        if (mends) walk.mend();
      });
      for (const { text, nodes, starts, skips, code } of runs) {
        assert(nodes.length === starts.length && nodes.length === skips.length && (!code || nodes.length === 0));
        assert(starts.every((start, i) => start >= (starts[i - 1] ?? 0) && start <= text.length));
      }
      if (changes.every(({ what }) => what === 'remove')) assertReadOnce(runs);
      if (changes.length === 0) assert.deepEqual(shown(runs), shown(read(body)));
    }),
  ),
];
