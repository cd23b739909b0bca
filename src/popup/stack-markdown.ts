/** The stack as Markdown. Title and names are the page's and the reader's own words: they stay words, whatever they hold. */
import { roleName } from './roles.ts';
import type { StackPage, StackRole } from './stack.ts';

export function stackMarkdown({ title, url }: StackPage, stack: readonly StackRole[]): string {
  const heading = escaped(title) || escaped(url);
  const lines = [`## ${url === '' ? heading : `[${heading}](${address(url)})`}`, ''];
  for (const { role, terms } of stack) {
    const names = terms.map(({ name, count }) => escaped(name) + (count > 1 ? ` (${count})` : ''));
    lines.push(`- **${roleName(role)}**: ${names.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~&]/g, '\\$&');
}

/** What would end the link early is written in percent. */
function address(url: string): string {
  return url.replace(/[\s()<>\\]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}
