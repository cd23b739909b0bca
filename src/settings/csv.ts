/** Tables as text, by RFC 4180: quoted fields may hold separators, quotes (doubled) and line breaks. Lines count from 1 in the file. */

export interface CsvRow {
  /** The line on which the row begins. */
  line: number;
  fields: string[];
  /** What is wrong with its quotes: one was never closed, or text follows a closed one. */
  fault?: { line: number; problem: 'quoteOpen' | 'afterQuote' };
}

/** All rows but the empty ones. Line breaks are CRLF, LF or CR. */
export function readCsv(text: string, separator: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const row: CsvRow = { line, fields: [] };
    for (;;) {
      let field = '';
      if (text[at] === '"') {
        const openedOn = line;
        for (at++; ; at++) {
          if (at >= text.length) {
            row.fault ??= { line: openedOn, problem: 'quoteOpen' };
            break;
          }
          if (text[at] === '"') {
            if (text[at + 1] !== '"') break;
            at++;
          } else if (breakAt(text, at) === 1) line++;
          field += text[at];
        }
        at++;
        if (at < text.length && text[at] !== separator && !isBreak(text[at])) row.fault ??= { line, problem: 'afterQuote' };
      }
      const from = at;
      while (at < text.length && text[at] !== separator && !isBreak(text[at])) at++;
      row.fields.push(field + text.slice(from, at));
      if (text[at] !== separator) break;
      at++;
    }
    if (at < text.length) {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      line++;
    }
    if (row.fields.length > 1 || row.fields[0] !== '' || row.fault) rows.push(row);
  }
  return rows;
}

/** With CRLF, as the standard has it. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

function quoted(field: string): string {
  return /[",;\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function isBreak(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}

/** 1 where a line ends: at the LF of CRLF, not at its CR. */
function breakAt(text: string, at: number): 0 | 1 {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n') ? 1 : 0;
}
