/**
 * The reader's own terms as files. CSV for spreadsheets: a header names the columns; ways to write a term are set apart by `|` (a `|` or
 * `\` of their own is written `\|`, `\\`). JSON: a list of objects with the same names. Every fault is told with its place, all at once.
 *
 * A spreadsheet takes a field that starts with = + - or @ for a formula and would run it. Such a field is written with an apostrophe
 * before it, which spreadsheets use to say "this is text", and read without it.
 */
import * as v from 'valibot';
import { type CsvRow, readCsv, writeCsv } from './csv.ts';
import { type Place, scanJson } from './json-scan.ts';
import { type OwnTerm, ownTermSchema } from './own-terms.ts';

export const MOST_FILE_BYTES = 5_000_000;

/** A term that has no id yet. */
export type Draft = Omit<OwnTerm, 'id'>;
export type Field = keyof Draft;

/** What is wrong with a field, and what would be right. */
export interface FieldFault {
  field: Field;
  problem:
    | 'missing'
    | 'empty'
    | 'tooLong'
    | 'tooMany'
    | 'notText'
    | 'notAList'
    | 'notYesOrNo'
    | 'badKind'
    | 'badUrl'
    | 'noLetter';
  /** What stands there. */
  value?: string;
  /** The most that is allowed. */
  most?: number;
}

/** What is wrong in a file, and where: the line, and in JSON the item's number; both count from 1. */
export interface FileFault extends Partial<Place> {
  item?: number;
  problem:
    | FieldFault['problem']
    | 'tooLarge'
    | 'notUtf8'
    | 'nothing'
    | 'missingColumn'
    | 'doubledColumn'
    | 'quoteOpen'
    | 'afterQuote'
    | 'fieldCount'
    | 'syntax'
    | 'notATermList'
    | 'notATerm'
    | 'doubled';
  field?: Field;
  value?: string;
  most?: number;
  /** The line of the earlier term, the number of fields that stand there. */
  other?: number;
}

export interface ReadTerm {
  line: number;
  /** In JSON. */
  item?: number;
  draft: Draft;
}

export interface ReadTerms {
  terms: ReadTerm[];
  faults: FileFault[];
  /** Columns or keys that mean nothing here. */
  unknown: string[];
}

const COLUMNS = ['name', 'surfaces', 'kind', 'is', 'url', 'exact'] as const satisfies readonly Field[];
const NEEDED: readonly Field[] = ['name', 'kind', 'is'];
const draftSchema = v.omit(ownTermSchema, ['id']);

/** The term, or all that is wrong with its fields. */
export function readDraft(fields: Readonly<Record<string, unknown>>): Draft | FieldFault[] {
  const read = v.safeParse(draftSchema, fields);
  const faults: FieldFault[] = read.success ? [] : read.issues.map((issue) => faultOf(issue, fields));
  // a name of signs alone is never found
  const named = (text: unknown) => typeof text !== 'string' || text.trim() === '' || /[\p{L}\p{N}]/u.test(text);
  if (!named(fields.name)) faults.push({ field: 'name', problem: 'noLetter' });
  if (Array.isArray(fields.surfaces))
    for (const surface of fields.surfaces)
      if (!named(surface)) faults.push({ field: 'surfaces', problem: 'noLetter', value: String(surface) });
  return read.success && faults.length === 0 ? read.output : faults;
}

function faultOf(issue: v.InferIssue<typeof draftSchema>, fields: Readonly<Record<string, unknown>>): FieldFault {
  const [place, ...inside] = issue.path ?? [];
  const field = place?.key as Field;
  if (!(field in fields)) return { field, problem: 'missing' };
  const value = typeof issue.input === 'string' ? { value: issue.input } : {};
  if (issue.type === 'min_length') return { field, problem: 'empty' };
  if (issue.type === 'max_length') {
    const most = Number(issue.requirement);
    return Array.isArray(issue.input) ? { field, problem: 'tooMany', most } : { field, problem: 'tooLong', most, ...value };
  }
  if (issue.type === 'regex') return { field, problem: 'badUrl', ...value };
  if (issue.type === 'picklist') return { field, problem: 'badKind', ...value };
  if (field === 'exact') return { field, problem: 'notYesOrNo', ...value };
  return { field, problem: field === 'surfaces' && inside.length === 0 ? 'notAList' : 'notText' };
}

/** A file's text: UTF-8, or UTF-16 with its mark, as spreadsheets write it. `undefined`: another encoding. */
export function decodeFile(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Reads either form: a list or an object is JSON, anything else is CSV. */
export function readTermsFile(bytes: Uint8Array): ReadTerms {
  const failed = (fault: FileFault): ReadTerms => ({ terms: [], faults: [fault], unknown: [] });
  if (bytes.length > MOST_FILE_BYTES) return failed({ problem: 'tooLarge', most: MOST_FILE_BYTES });
  const text = decodeFile(bytes);
  if (text === undefined) return failed({ problem: 'notUtf8' });
  if (text.trim() === '') return failed({ problem: 'nothing' });
  return /^\s*[[{]/.test(text) ? readTermsJson(text) : readTermsCsv(text);
}

export function readTermsCsv(text: string): ReadTerms {
  const rows = rowsOf(text.replace(/^\ufeff/, ''));
  const [header, ...body] = rows;
  if (!header) return { terms: [], faults: [{ problem: 'nothing' }], unknown: [] };
  const columns = header.fields.map(columnOf);
  const faults: FileFault[] = [];
  for (const field of NEEDED)
    if (!columns.includes(field)) faults.push({ line: header.line, problem: 'missingColumn', value: field });
  for (const field of COLUMNS)
    if (columns.indexOf(field) !== columns.lastIndexOf(field))
      faults.push({ line: header.line, problem: 'doubledColumn', value: field });
  if (header.fault) faults.push(header.fault);
  const unknown = columns.filter((column) => column !== '' && !isField(column));
  if (faults.length > 0) return { terms: [], faults, unknown };
  const terms: ReadTerm[] = [];
  for (const row of body) {
    if (row.fault) faults.push(row.fault);
    else if (row.fields.length !== columns.length)
      faults.push({ line: row.line, problem: 'fieldCount', most: columns.length, other: row.fields.length });
    else {
      const read = readDraft(fieldsOf(row, columns));
      if (Array.isArray(read)) faults.push(...read.map((fault) => ({ ...fault, line: row.line })));
      else terms.push({ line: row.line, draft: read });
    }
  }
  return { terms, faults, unknown };
}

/** By the separator that makes the most known columns of the header. */
function rowsOf(text: string): CsvRow[] {
  const known = (separator: string) => readHeader(text, separator).filter((name) => isField(columnOf(name))).length;
  const [best] = [',', ';', '\t'].sort((a, b) => known(b) - known(a));
  return readCsv(text, best ?? ',');
}

function readHeader(text: string, separator: string): string[] {
  // the header has no line breaks of its own
  const line = /[^\r\n]+/.exec(text)?.[0] ?? '';
  return readCsv(line, separator)[0]?.fields ?? [];
}

const columnOf = (name: string): string => unguarded(name).trim().toLowerCase();
const isField = (name: string): name is Field => (COLUMNS as readonly string[]).includes(name);

function fieldsOf({ fields }: CsvRow, columns: readonly string[]): Record<string, unknown> {
  const draft: Record<string, unknown> = { surfaces: [], exact: false };
  for (const [i, column] of columns.entries()) {
    const text = unguarded(fields[i] ?? '');
    if (column === 'surfaces') draft.surfaces = splitSurfaces(text);
    else if (column === 'exact') draft.exact = yesOrNo(text);
    else if (column === 'kind') draft.kind = text.trim().toLowerCase();
    else if (column === 'url' && text.trim() !== '') draft.url = text.trim();
    else if (column === 'name' || column === 'is') draft[column] = text;
  }
  return draft;
}

function yesOrNo(text: string): unknown {
  const word = text.trim().toLowerCase();
  if (['', 'false', 'no', '0'].includes(word)) return false;
  return ['true', 'yes', '1'].includes(word) ? true : text;
}

function splitSurfaces(text: string): string[] {
  const surfaces: string[] = [];
  let surface = '';
  for (let i = 0; i <= text.length; i++) {
    if (i === text.length || text[i] === '|') {
      if (surface.trim() !== '') surfaces.push(surface.trim());
      surface = '';
      continue;
    }
    if (text[i] === '\\' && (text[i + 1] === '\\' || text[i + 1] === '|')) i++;
    surface += text[i];
  }
  return surfaces;
}

const joinSurfaces = (surfaces: readonly string[]): string =>
  surfaces.map((surface) => surface.replace(/[\\|]/g, '\\$&')).join('|');

/** Also the wide signs, which spreadsheets take for the narrow ones. An apostrophe before such a sign gets one more. */
const guarded = (field: string): string => (/^'*[=+\-@＝＋－＠]/.test(field) ? `'${field}` : field);
const unguarded = (field: string): string => (/^'+[=+\-@＝＋－＠]/.test(field) ? field.slice(1) : field);

/** With a mark at the start, by which spreadsheets see that it is UTF-8. */
export function writeTermsCsv(terms: readonly Draft[]): string {
  const rows = terms.map(({ name, surfaces, kind, is, url, exact }) =>
    [name, joinSurfaces(surfaces), kind, is, url ?? '', String(exact)].map(guarded),
  );
  return `\ufeff${writeCsv([COLUMNS, ...rows])}`;
}

export function readTermsJson(text: string): ReadTerms {
  const plain = text.replace(/^\ufeff/, '');
  const { fault, items } = scanJson(plain);
  if (fault) return { terms: [], faults: [{ ...fault, problem: 'syntax' }], unknown: [] };
  const list: unknown = JSON.parse(plain);
  if (!Array.isArray(list)) return { terms: [], faults: [{ line: 1, problem: 'notATermList' }], unknown: [] };
  const terms: ReadTerm[] = [];
  const faults: FileFault[] = [];
  const unknown = new Set<string>();
  for (const [i, each] of list.entries()) {
    const place = { line: items[i] ?? 1, item: i + 1 };
    if (typeof each !== 'object' || each === null || Array.isArray(each)) {
      faults.push({ ...place, problem: 'notATerm' });
      continue;
    }
    for (const key of Object.keys(each)) if (!isField(key)) unknown.add(key);
    const read = readDraft({ surfaces: [], exact: false, ...each });
    if (Array.isArray(read)) faults.push(...read.map((field) => ({ ...field, ...place })));
    else terms.push({ ...place, draft: read });
  }
  return { terms, faults, unknown: [...unknown] };
}

export function writeTermsJson(terms: readonly Draft[]): string {
  const items = terms.map(({ name, surfaces, kind, is, url, exact }) => ({
    name,
    surfaces,
    kind,
    is,
    ...(url !== undefined && { url }),
    exact,
  }));
  return `${JSON.stringify(items, null, 2)}\n`;
}
