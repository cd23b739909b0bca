/** How the time to recognize grows with the text: the processor's time, which other programs disturb less. Only in the long run. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import { fuzz } from './fuzz.ts';
import { recognizer } from './recognizer.ts';
import { repeated } from './texts.ts';

const SHORT = 8_192;
const LONG = 4 * SHORT;
/** Four times the text takes four times the time; were it the square, sixteen. */
const MOST_GROWTH = 10;
/** Less than this is noise. Milliseconds. */
const LEAST_MS = 8;
const TRIES = 10;

function timeOf(part: string, length: number): number {
  const text = part.repeat(Math.ceil(length / part.length)).slice(0, length);
  const from = process.cpuUsage();
  recognizer.recognize([{ id: 1, text }], noEvidence(), { confidence: 'usual', concepts: true });
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

export const growthFuzz = [
  fuzz(
    'growth: four times the text takes about four times the time, whatever is repeated',
    { short: 300, share: 0 },
    fc.property(repeated, (part) => {
      const best = { short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY };
      for (let i = 0; i < TRIES; i++) {
        best.short = Math.min(best.short, timeOf(part, SHORT));
        best.long = Math.min(best.long, timeOf(part, LONG));
        if (best.long < MOST_GROWTH * Math.max(best.short, LEAST_MS)) return;
      }
      assert.fail(`${best.short.toFixed(1)} ms for ${SHORT} units, ${best.long.toFixed(1)} ms for ${LONG}`);
    }),
  ),
];
