/** A property that runs in two lengths: a short, seeded one in CI and as long a one as is wanted by `npm run fuzz`. */
import fc from 'fast-check';

export interface Fuzz {
  name: string;
  /** Cases in CI. */
  short: number;
  /** How many of a long run's cases it gets, beside the others. 0: it gets as many as in CI, for each takes seconds. */
  share: number;
  run(parameters: fc.Parameters<unknown>): Promise<fc.RunDetails<unknown>>;
}

/** `examples`: what was found once, tried first in every run. */
export function fuzz<Ts>(
  name: string,
  { short, share, examples = [] }: Pick<Fuzz, 'short' | 'share'> & { examples?: Ts[] },
  property: fc.IRawProperty<Ts>,
): Fuzz {
  const run = async (parameters: fc.Parameters<unknown>) =>
    (await fc.check(property, { ...(parameters as fc.Parameters<Ts>), examples })) as fc.RunDetails<unknown>;
  return { name, short, share, run };
}

/** What failed, shrunk, and the line that runs it again; `undefined` where nothing did. */
export function failureOf({ name }: Fuzz, details: fc.RunDetails<unknown>): string | undefined {
  if (!details.failed) return undefined;
  const { counterexample, counterexamplePath, seed, numRuns, errorInstance } = details;
  const error = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return [
    `${name}: failed after ${numRuns} cases`,
    `  counterexample: ${short(fc.stringify(counterexample))}`,
    `  ${short(error).replaceAll('\n', '\n  ')}`,
    `  again: npm run fuzz -- --only '${name}' --seed ${seed} --path '${counterexamplePath ?? ''}'`,
  ].join('\n');
}

const MOST_SHOWN = 3_000;
const short = (text: string): string =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} … (${text.length} units)` : text;
