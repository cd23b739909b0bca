import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotateLine, fileBlocks, textBlocks } from '../../src/cli/annotate.ts';
import { loadNames, loadRecognizer, type TermNames } from '../../src/cli/compiled.ts';
import type { Recognizer } from '../../src/recognizer/recognize.ts';

const usual = { confidence: 'usual', concepts: false } as const;
const root = join(import.meta.dirname, '../..');

/** Runs the command as a filter over standard input. */
function filter(input: string): { lines: string[]; faults: string; status: number | null } {
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/annotate.ts', '--jsonl'], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { lines: done.stdout.split('\n').filter(Boolean), faults: done.stderr, status: done.status };
}

describe('a line', () => {
  let recognizer: Recognizer;
  let names: Map<string, TermNames>;
  beforeAll(() => {
    recognizer = loadRecognizer();
    names = loadNames();
  });

  it('gives mentions with offsets into the whole text', () => {
    const text = 'First line.\nThen PostgreSQL을 쓴다.';
    const out = JSON.parse(annotateLine(recognizer, names, JSON.stringify({ id: 'a', lang: 'ko', text }), usual));
    expect(out.id).toBe('a');
    expect(out.mentions).toHaveLength(1);
    const [mention] = out.mentions;
    expect(text.slice(mention.start, mention.end)).toBe('PostgreSQL');
    expect(mention).toMatchObject({ term: 'postgresql', name: 'PostgreSQL' });
    expect(mention.aliases).toContain('Postgres');
  });

  const bad: [string, string, string][] = [
    ['no JSON', '{"id": 1, "text": ', 'not JSON'],
    ['a list', '[1, 2]', 'needs an object with a "text" string'],
    ['null', 'null', 'needs an object with a "text" string'],
    ['no text', '{"id": "a"}', 'needs an object with a "text" string'],
    ['a text that is a number', '{"id": "a", "text": 5}', 'needs an object with a "text" string'],
    ['no id', '{"text": "Redis"}', 'needs an "id"'],
    ['an id that is an object', '{"id": {}, "text": "Redis"}', 'needs an "id"'],
  ];
  for (const [name, line, message] of bad)
    it(`refuses ${name}`, () => expect(() => annotateLine(recognizer, names, line, usual)).toThrow(message));
});

it('a filter keeps the order, names the number of a bad line, passes it over and exits with 1', () => {
  const good = (id: number) => JSON.stringify({ id, text: `We run PostgreSQL ${id}.` });
  const { lines, faults, status } = filter(`${good(1)}\nnot json\n\n${good(4)}\n`);
  expect(lines.map((l) => JSON.parse(l).id)).toEqual([1, 4]);
  expect(faults).toContain('line 2: not JSON; passed over');
  expect(status).toBe(1);
});

it('two processes over halves print the same lines as one', () => {
  const input = Array.from({ length: 6 }, (_, id) =>
    JSON.stringify({ id, text: `Post ${id}: Spring Boot, Redis and a move to Kubernetes.` }),
  );
  const whole = filter(`${input.join('\n')}\n`);
  const halves = [filter(`${input.slice(0, 3).join('\n')}\n`), filter(`${input.slice(3).join('\n')}\n`)];
  expect(whole.status).toBe(0);
  expect(halves.flatMap((half) => half.lines)).toEqual(whole.lines);
});

describe('blocks of a file', () => {
  it('reads plain text line by line', () => {
    expect(textBlocks('one\n\n  two\n')).toEqual({
      blocks: [
        { id: 0, text: 'one' },
        { id: 1, text: '  two' },
      ],
      starts: [0, 5],
    });
  });

  it('reads Markdown through HTML: front matter is dropped, code is a witness', async () => {
    const blocks = await fileBlocks(
      'post.md',
      '---\ntitle: x\n---\n\n# Redis\n\nWe use **Spring** Boot.\n\n```sh\nnpm i express\n```\n',
    );
    expect(blocks.some((b) => b.heading && b.text.includes('Redis'))).toBe(true);
    expect(blocks.some((b) => !b.code && b.text.includes('Spring Boot'))).toBe(true);
    expect(blocks.some((b) => b.code && b.text.includes('express'))).toBe(true);
    expect(blocks.some((b) => b.text.includes('title'))).toBe(false);
  });
});
