/** The text of a report on a wrong mark, for the reader to paste where he likes. Nothing of it is sent. */
import type { Card } from '../../glossary/card.ts';
import type { TextLang } from '../../recognizer/types.ts';

export interface Wrong {
  card: Card;
  /** As the page writes it. */
  surface: string;
  host: string;
  version: string;
  textLang: TextLang;
  because: readonly string[];
  others: readonly string[];
}

export function reportOf({ card, surface, host, version, textLang, because, others }: Wrong): string {
  const lines = [
    'Termlight: wrong here',
    `Term: ${card.name} (${card.id})`,
    `Written as: ${oneLine(surface)}`,
    `Site: ${host === '' ? '–' : host}`,
    `Language: ${textLang}`,
  ];
  if (because.length > 0) lines.push(`Because of: ${because.map(oneLine).join(', ')}`);
  if (others.length > 0) lines.push(`Could also be: ${others.join(', ')}`);
  lines.push(`Version: ${version}`);
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
