import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Message {
  message: string;
  description?: string;
  placeholders?: Record<string, { content: string; example?: string }>;
}
type Messages = Record<string, Message>;

const read = (lang: string): Messages =>
  JSON.parse(readFileSync(join(root, `src/static/_locales/${lang}/messages.json`), 'utf8'));
const en = read('en');
const ko = read('ko');

describe.each(Object.keys(en))('the message %s', (key) => {
  it('is in both languages, described once, with the same placeholders', () => {
    const [english, korean] = [en[key], ko[key]];
    expect(english?.description).toMatch(/\S/);
    expect(korean?.description).toBe(english?.description);
    expect(korean?.placeholders).toEqual(english?.placeholders);
    for (const text of [english?.message, korean?.message]) {
      expect(text).toMatch(/\S/);
      const used = [...(text ?? '').matchAll(/\$(\w+)\$/g)].map((match) => match[1]?.toLowerCase());
      expect(new Set(used)).toEqual(new Set(Object.keys(english?.placeholders ?? {})));
    }
  });
});

it('has the same keys in both languages, in the same order', () => {
  expect(Object.keys(ko)).toEqual(Object.keys(en));
});

it('fits the stores: at most 132 characters of description', () => {
  for (const messages of [en, ko]) expect(messages.description?.message.length).toBeLessThanOrEqual(132);
});

it('has every key that the sources and the manifest use, and none besides', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const used = new Set<string>();
  for (const file of files) {
    const source = readFileSync(join(root, 'src', file), 'utf8');
    for (const [, key] of source.matchAll(/\b(?:t|getMessage)\(\s*'(\w+)'/g)) if (key) used.add(key);
  }
  for (const [, key] of readFileSync(join(root, 'manifest.json'), 'utf8').matchAll(/__MSG_(\w+)__/g)) if (key) used.add(key);
  expect([...used].sort()).toEqual(Object.keys(en).sort());
});
