/** `npm run glossary:number`: gives new terms their stable numbers, at the end of the list. */
import { appendFileSync } from 'node:fs';
import { NUMBERS_FILE, readNumbers, readTermFiles } from '../glossary/compile.ts';

const numbered = new Set(readNumbers());
const added = readTermFiles()
  .terms.map((term) => term.id)
  .filter((id) => !numbered.has(id))
  .sort();
appendFileSync(NUMBERS_FILE, added.map((id) => `${id}\n`).join(''));
console.log(`${added.length} terms numbered`);
