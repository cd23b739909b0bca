/** The check at run time of every message from outside, before any handler sees it. */
import * as v from 'valibot';
import type { Envelope, MessageName } from '../messages.ts';
import { ERROR_NAMES } from '../settings/own-place.ts';

/** Generous: a page sends chunks of 64 KB, and a single block may be longer. UTF-16 units. */
const MOST_TEXT = 4_000_000;
const MOST_BLOCKS = 20_000;
const MOST_KEYS = 20_000;
/** A selection that is looked up names something; a longer one is a text. */
const MOST_LOOKED_UP = 400;

const count = v.pipe(v.number(), v.integer(), v.minValue(-1e9), v.maxValue(1e9));
const id = v.pipe(v.string(), v.maxLength(120));
const ids = v.pipe(v.array(id), v.maxLength(MOST_KEYS));
const byId = <S extends v.GenericSchema>(each: S) =>
  v.pipe(
    v.record(id, each),
    v.check((record) => Object.keys(record).length <= MOST_KEYS, 'too many keys'),
  );
const counts = byId(count);
const lang = v.picklist(['en', 'ko']);
const said = v.exactOptional(v.object({ by: id, nth: v.pipe(v.number(), v.integer(), v.minValue(1)) }));

const evidence = v.object({
  sure: counts,
  code: counts,
  doubtful: byId(v.tuple([count, count, count])),
  own: counts,
  tech: v.tuple([count, count]),
});

const block = v.object({
  id: v.number(),
  text: v.pipe(v.string(), v.maxLength(MOST_TEXT)),
  heading: v.exactOptional(v.boolean()),
  code: v.exactOptional(v.boolean()),
});

const blocks = v.pipe(v.array(block), v.maxLength(MOST_BLOCKS));

const envelope = v.variant('message', [
  v.object({ message: v.literal('hello'), blocks: v.exactOptional(blocks) }),
  v.object({
    message: v.literal('recognize'),
    blocks,
    page: evidence,
    confidence: v.picklist(['certain', 'usual', 'everything']),
    concepts: v.boolean(),
  }),
  v.object({ message: v.literal('cards'), terms: ids, lang }),
  v.object({ message: v.literal('know'), terms: ids, known: v.boolean(), said }),
  v.object({ message: v.literal('plainHere'), term: id, plain: v.boolean(), said }),
  v.object({ message: v.literal('lookUp'), text: v.pipe(v.string(), v.maxLength(MOST_LOOKED_UP)), lang }),
  v.object({ message: v.literal('part'), part: v.picklist(['main', 'hand', 'card']) }),
  v.object({ message: v.literal('count'), frame: id, terms: ids }),
  v.object({
    message: v.literal('failed'),
    what: v.picklist(ERROR_NAMES),
    place: v.pipe(v.string(), v.regex(/^(?:[\w./-]{1,100}:\d{1,7}(?::\d{1,7})?)?$/, 'no place in a file')),
  }),
]);

const NAMES: ReadonlySet<string> = new Set<MessageName>([
  'hello',
  'recognize',
  'cards',
  'know',
  'plainHere',
  'lookUp',
  'part',
  'count',
  'failed',
]);

/** A message that is meant for us, or what is wrong with it; `undefined` for one that is none of ours. */
export function readEnvelope(message: unknown): { ok: Envelope } | { error: string } | undefined {
  if (typeof message !== 'object' || message === null || !('message' in message)) return undefined;
  if (typeof message.message !== 'string' || !NAMES.has(message.message)) return undefined;
  const read = v.safeParse(envelope, message);
  if (read.success) return { ok: read.output };
  const [issue] = read.issues;
  return { error: `${message.message}: ${issue.path?.map((p) => String(p.key)).join('.') ?? ''} ${issue.message}` };
}
