/** What a doubtful mention says of itself: the words near it that spoke for its sense, as the page writes them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRecognizer } from '../../src/cli/compiled.ts';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import type { Recognizer } from '../../src/recognizer/recognize.ts';

let recognizer: Recognizer;
beforeAll(() => {
  recognizer = loadRecognizer();
});

/** Reasons of the mention of `term`, as words of the text; undefined where it is not marked. */
function reasons(text: string, term: string): string[] | undefined {
  const [block] = recognizer.recognize([{ id: 1, text }], noEvidence(), { confidence: 'usual', concepts: false });
  const mention = block?.mentions.find((m) => m.term === term);
  return mention && (mention.because ?? []).map(([start, end]) => text.slice(start, end));
}

describe('a doubtful mention', () => {
  it.each<[string, string, string[]]>([
    ['We run Aurora on RDS because failover takes seconds.', 'amazon-aurora', ['RDS', 'failover']],
    ['스프링에서 빈을 주입하고 하이버네이트로 조회한다.', 'spring-framework', ['빈']],
    ['Our Spark jobs read too many shuffle partitions from PostgreSQL.', 'apache-spark', ['shuffle']],
  ])('%s', (text, term, words) => {
    const told = reasons(text, term);
    for (const word of words) expect(told).toContain(word);
    expect(told?.length).toBeLessThanOrEqual(3);
  });

  it('names each word once, and never itself', () => {
    const told = reasons('Spark, Spark and Spark: shuffle, shuffle, shuffle with PySpark executors.', 'apache-spark') ?? [];
    expect(new Set(told.map((word) => word.toLowerCase())).size).toBe(told.length);
    expect(told).not.toContain('Spark');
  });

  it('has its places in the original text, whatever was folded before it', () => {
    const text = 'İ\u00ad ＡＢ\u200b We run Aurora on R\u00adDS; failover is quick.';
    expect(reasons(text, 'amazon-aurora')).toContain('R\u00adDS');
  });
});

it('a sure mention gives no reasons: there is nothing to decide', () => {
  expect(reasons('PostgreSQL failover with replicas.', 'postgresql')).toEqual([]);
});
