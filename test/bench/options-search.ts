/** What a key costs in the options' search, without the drawing: for the unit test, and for a bench to call. */
import type { DirectoryEntry } from '../../src/glossary/card.ts';
import { KINDS } from '../../src/glossary/kinds.ts';
import type { Search } from '../../src/options/search.ts';

/** Terms such as the glossary has, made up. */
export function syntheticTerms(count: number): DirectoryEntry[] {
  const words = ['Post', 'Redis', 'Cluster', 'Name', 'Graph', 'Spring', 'Data', 'Flow', 'Mesh', 'Query'];
  return Array.from({ length: count }, (_, i) => {
    const name = `${words[i % 10]}${words[(i * 7) % 9]} ${i}`;
    return [
      `t${i}`,
      name,
      KINDS[i % KINDS.length] ?? 'tool',
      [name.toUpperCase(), `${words[i % 8]}.js ${i}`, `레디스 용어 ${i}`],
    ];
  });
}

/** Milliseconds for each key of these words, typed one after the other. */
export function keystrokes(search: Search, words: readonly string[]): number[] {
  return words.flatMap((word) =>
    Array.from(word, (_, i) => {
      const from = performance.now();
      search.find(word.slice(0, i + 1)).first(40);
      return performance.now() - from;
    }),
  );
}
