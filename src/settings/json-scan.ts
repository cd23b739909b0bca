/**
 * Where a JSON text is wrong, and where the items of its list begin. Browsers tell the place of an error each in words of their own, or
 * not at all. Keeps its own stack, so that deep nesting cannot overflow it.
 */

export interface Place {
  line: number;
  /** In UTF-16 units, from 1. */
  column: number;
}

export interface Scan {
  /** The first place that is no JSON; absent where `JSON.parse` takes the text. */
  fault?: Place;
  /** Lines on which the items of the outermost list begin. */
  items: number[];
  /** The first place that is nested deeper than anything that we write: to go down into it would overflow the stack. */
  tooDeep?: Place;
}

/** Our own files are nested six deep. */
export const DEEPEST = 100;

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

export function scanJson(text: string): Scan {
  const found: Found = { items: [] };
  const fault = faultOf(text, found);
  const scan: Scan = { items: linesOf(text, found.items) };
  if (fault !== undefined) scan.fault = placeOf(text, fault);
  if (found.tooDeep !== undefined) scan.tooDeep = placeOf(text, found.tooDeep);
  return scan;
}

/** Offsets. */
interface Found {
  items: number[];
  tooDeep?: number;
}

/** Offset of the first fault; notes the outermost list's items. */
function faultOf(text: string, found: Found): number | undefined {
  const open: ('[' | '{')[] = [];
  let expect: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'after' = 'value';
  let at = 0;
  for (;;) {
    while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++;
    const unit = text[at];
    if (unit === undefined) return expect === 'after' && open.length === 0 ? undefined : at;
    const inside = open.at(-1);
    if (expect === 'after') {
      if (unit === ',' && inside) expect = inside === '[' ? 'value' : 'key';
      else if (inside && unit === (inside === '[' ? ']' : '}')) open.pop();
      else return at;
      at++;
    } else if (expect === 'colon') {
      if (unit !== ':') return at;
      expect = 'value';
      at++;
    } else if ((unit === ']' && expect === 'value or end') || (unit === '}' && expect === 'key or end')) {
      open.pop();
      expect = 'after';
      at++;
    } else if (expect === 'key' || expect === 'key or end') {
      if (unit !== '"') return at;
      const string = stringAt(text, at);
      if (string.fault) return string.end;
      at = string.end;
      expect = 'colon';
    } else {
      if (open.length === 1 && inside === '[') found.items.push(at);
      if (unit === '[' || unit === '{') {
        open.push(unit);
        if (open.length > DEEPEST) found.tooDeep ??= at;
        expect = unit === '[' ? 'value or end' : 'key or end';
        at++;
      } else if (unit === '"') {
        const string = stringAt(text, at);
        if (string.fault) return string.end;
        at = string.end;
        expect = 'after';
      } else {
        SCALAR.lastIndex = at;
        const scalar = SCALAR.exec(text)?.[0];
        if (scalar === undefined) return at;
        at += scalar.length;
        expect = 'after';
      }
    }
  }
}

/** Where the string that opens at `at` ends, or where it goes wrong. */
function stringAt(text: string, at: number): { end: number; fault: boolean } {
  for (let i = at + 1; i < text.length; i++) {
    const unit = text[i] as string;
    if (unit === '"') return { end: i + 1, fault: false };
    if (unit < ' ') return { end: i, fault: true };
    if (unit !== '\\') continue;
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(i + 1, i + 6))?.[0];
    if (escaped === undefined) return { end: i, fault: true };
    i += escaped.length;
  }
  return { end: text.length, fault: true };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The line of each offset; offsets go up. */
function linesOf(text: string, offsets: readonly number[]): number[] {
  let line = 1;
  let at = 0;
  return offsets.map((offset) => {
    for (; at < offset; at++) if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) line++;
    return line;
  });
}
