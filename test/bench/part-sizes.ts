/** What has to be loaded before anything runs. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Budget, budgetTable, kilobytes, table } from './figures.ts';
import type { Part } from './part.ts';
import { DIST } from './rigs.ts';

const bytes = (...path: string[]): number => statSync(join(DIST, ...path)).size;

export const sizesPart: Part = {
  name: 'sizes',
  title: 'Sizes',
  async run() {
    const main = bytes('src/content/main.iife.js');
    const [hand, card] = [bytes('parts/hand.js'), bytes('parts/card.js')];
    const background = readdirSync(join(DIST, 'assets')).filter((file) => /^(?:main\.ts|storage|fold|access)-.*\.js$/.test(file));
    const rows = [
      ['content script: every page', main],
      ['what follows the pointer: pages that are pointed at', hand],
      ['the card: at the first rest on a mark', card],
      [`background, ${background.length} files`, background.reduce((sum, file) => sum + bytes('assets', file), 0)],
      ['dictionary and model', bytes('glossary/dictionary.bin')],
    ] as const;
    const budgets: Budget[] = [
      { what: 'content script without the card', measured: main, most: 30_000, show: kilobytes },
      { what: 'the card', measured: card, most: 40_000, show: kilobytes },
    ];
    return `${table(
      ['file', 'raw'],
      rows.map(([file, size]) => [file, kilobytes(size)]),
    )}\n\n${budgetTable(budgets, 'npm run bench -- --part sizes')}`;
  },
};
