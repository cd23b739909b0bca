/**
 * Text in, mentions out. Blocks are read one by one for local evidence; then each doubtful candidate is decided with
 * the evidence of the whole page. No state is kept between calls but buffers.
 */
import { type Dictionary, openDictionary, TECH_PHRASE } from '../glossary/dictionary.ts';
import { placesFor } from './because.ts';
import { type CueHit, findCues, MOST_WORDS } from './cues.ts';
import { FLOORS, isNamed, type LocalReading, pageFeatures, probability, score, viewPage } from './decide.ts';
import { addEvidence, noEvidence } from './evidence.ts';
import { isSpokenFor, readingFeatures } from './features.ts';
import { Finder } from './find.ts';
import { Folder, sliceUnits } from './fold.ts';
import { Gathered } from './gathered.ts';
import { Hits } from './hits.ts';
import { declaresOwnName } from './own-names.ts';
import { type Found, type Prepared, prepare } from './passage.ts';
import { surroundings } from './surroundings.ts';
import type { Block, BlockResult, Evidence, Features, Mention, Options, TextLang } from './types.ts';
import { Words } from './words.ts';

/** A doubtful candidate between its block's reading and the decision. Offsets are UTF-16 units of the block's text. */
interface Pending {
  start: number;
  end: number;
  surface: string;
  readings: LocalReading[];
  /** Of each reading: what speaks for it. */
  because: [number, number][][];
}

interface ReadBlock {
  id: number;
  lang: TextLang;
  sure: Mention[];
  pending: Pending[];
  evidence: Evidence;
}

/** One doubtful reading laid open, for `annotate --explain` and for learning. */
export interface Explained {
  block: number;
  start: number;
  end: number;
  term: string;
  /** Named evidence of the block and of the page. */
  local: Features;
  page: Features;
  confidence: number;
  taken: boolean;
  /** False where no evidence would count: a language that we don't read, a name that is seldom the term and has nothing of its own. */
  open: boolean;
}

/** Words that make a doubtful name in code a witness: `import flask`, `gem 'bullet'`, `FROM node`. */
const CODE_USES =
  /(?:\b(?:import|require|include|from|gem|install|add|use|using|pip|npm|yarn|pnpm|npx|apt|brew|docker|run|exec|image|cargo|go get|composer)\b[^\n]{0,24}|["'/])$/;

export class Recognizer {
  readonly #dictionary: Dictionary;
  readonly #finder: Finder;
  readonly #folder = new Folder();
  readonly #words = new Words();
  readonly #conceptIds: Set<string>;

  /** `keepCue` serves learning only: it hides cues, so that the weights do not lean on cues that were written beside their passages. */
  constructor(
    dictionary: Dictionary,
    private readonly keepCue?: (block: Block, hit: CueHit) => boolean,
  ) {
    this.#dictionary = dictionary;
    this.#finder = new Finder(dictionary);
    this.#conceptIds = new Set(dictionary.ids.filter((_, i) => dictionary.concept[i] === 1));
  }

  /** Recognizes blocks; `page` is the merged evidence of all *other* blocks of the page. */
  recognize(blocks: readonly Block[], page: Evidence, options: Options, explain?: (reading: Explained) => void): BlockResult[] {
    const kept: { local: Features[][] } | undefined = explain && { local: [] };
    const read = blocks.map((block) => this.#read(block, options.concepts, kept?.local));
    const merged = addEvidence(noEvidence(), page);
    for (const block of read) addEvidence(merged, block.evidence);
    const view = viewPage(merged, (id) => this.#conceptIds.has(id));
    const floor = FLOORS[options.confidence];
    let pendingIndex = 0;
    return read.map((block) => {
      const mentions = block.sure.slice();
      for (const pending of block.pending) {
        let best: Mention | undefined;
        const opened: Explained[] = [];
        const odds: [number, number][] = [];
        pending.readings.forEach((reading, r) => {
          const features = pageFeatures(this.#dictionary, view, reading, pending.surface);
          const term = this.#dictionary.ids[reading.term] as string;
          const open = block.lang !== 'other' && (!reading.unspoken || isNamed(merged, term));
          const confidence = open ? probability(score(features, this.#dictionary.weights, 'page: ')) : 0;
          odds.push([confidence, r]);
          if (!best || confidence > best.confidence) best = { start: pending.start, end: pending.end, term, confidence };
          if (explain)
            opened.push({
              block: block.id,
              start: pending.start,
              end: pending.end,
              term,
              local: kept?.local[pendingIndex]?.[r] ?? {},
              page: features,
              confidence,
              taken: false,
              open,
            });
        });
        pendingIndex++;
        const taken = best !== undefined && best.confidence >= floor;
        if (best && taken) mentions.push(this.#withReasons(best, pending, odds));
        for (const one of opened) explain?.({ ...one, taken: taken && one.term === best?.term });
      }
      return {
        id: block.id,
        lang: block.lang,
        mentions: mentions.filter((m) => options.concepts || !this.#conceptIds.has(m.term)).sort((a, b) => a.start - b.start),
        evidence: block.evidence,
        doubtful: block.pending.length > 0,
      };
    });
  }

  /** A doubtful mention with what spoke for it, and the other terms that are written so. */
  #withReasons(mention: Mention, pending: Pending, odds: [number, number][]): Mention {
    const [first, ...rest] = odds.sort((a, b) => b[0] - a[0]);
    const because = first && pending.because[first[1]];
    const others = rest.map(([, r]) => this.#dictionary.ids[(pending.readings[r] as LocalReading).term] as string);
    return { ...mention, ...(because && because.length > 0 && { because }), ...(others.length > 0 && { others }) };
  }

  /** Each part of an explained reading's sum, strongest first: `+1.20 capital inside`. */
  contributions(explained: Explained): string[] {
    const { weights } = this.#dictionary;
    const parts: [number, string][] = [];
    for (const [name, value] of Object.entries(explained.local))
      parts.push([value * (weights[name] ?? 0), `${name} = ${value.toFixed(2)}`]);
    for (const [name, value] of Object.entries(explained.page))
      parts.push([value * (weights[`page: ${name}`] ?? 0), `page: ${name} = ${value.toFixed(2)}`]);
    return parts
      .filter(([sum]) => Math.abs(sum) >= 0.005)
      .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]))
      .map(([sum, what]) => `${sum >= 0 ? '+' : ''}${sum.toFixed(2)} ${what}`);
  }

  #read(block: Block, concepts: boolean, keep?: Features[][]): ReadBlock {
    const dictionary = this.#dictionary;
    const text = this.#folder.fold(block.text);
    this.#words.split(text, dictionary.lexiconEn, dictionary.lexiconKo);
    const prepared = prepare(dictionary, this.#finder, block, text, this.#words, concepts);
    if (block.code) return this.#witness(block, prepared);
    const out: ReadBlock = { id: block.id, lang: prepared.lang, sure: [], pending: [], evidence: noEvidence() };
    this.#countWords(out.evidence, prepared);
    const wanted = new Set<number>();
    for (const found of prepared.found)
      if (found.sure < 0) for (const reading of found.readings) wanted.add(reading.term);
      else if (dictionary.vetoable[found.sure] === 1) wanted.add(found.sure);
    const all = wanted.size > 0 ? findCues(dictionary, text, this.#words, wanted) : [];
    const hits = new Hits(this.keepCue ? all.filter((hit) => this.keepCue?.(block, hit)) : all);
    for (const found of prepared.found) {
      // a fixed phrase of another sense overrules even a sure surface: `spring boot camp`
      if (found.sure >= 0 && isInOtherPhrase(hits, found)) found.sure = -1;
      if (found.sure < 0) continue;
      const term = dictionary.ids[found.sure] as string;
      out.evidence.sure[term] = (out.evidence.sure[term] ?? 0) + 1;
      out.sure.push({ ...place(prepared, found), term, confidence: 1 });
    }
    if (prepared.found.every(({ sure }) => sure >= 0)) return out;
    const gathered = new Gathered(dictionary, prepared, hits);
    prepared.found.forEach((found, index) => {
      if (found.sure >= 0) return;
      const around = surroundings(dictionary, prepared, index, gathered);
      const surface = sliceUnits(text, found.candidate.start, found.candidate.end);
      const pending: Pending = { ...place(prepared, found), surface, readings: [], because: [] };
      const features: Features[] = [];
      const own = declaresOwnName(text, found.candidate);
      if (own) {
        around['declared as an own name'] = 1;
        out.evidence.own[surface] = (out.evidence.own[surface] ?? 0) + 1;
      }
      for (const reading of found.readings) {
        const f = readingFeatures(dictionary, prepared, index, reading, around, gathered);
        features.push(f);
        pending.because.push(placesFor(dictionary, prepared, index, reading, gathered));
        // sixteenths, so that sums of many do not depend on their order
        pending.readings.push({
          term: reading.term,
          local: Math.round(score(f, dictionary.weights) * 16) / 16,
          otherPhrase: f['other phrase'] === 1 && f['tech phrase'] !== 1,
          ordinary: f['ordinary'] ?? 0,
          unspoken: reading.seldom && !isSpokenFor(f),
        });
      }
      keep?.push(features);
      out.pending.push(pending);
      for (const { term, local } of pending.readings) {
        const id = dictionary.ids[term] as string;
        const [count, sum, best] = out.evidence.doubtful[id] ?? [0, 0, -1e6];
        const sixteenths = Math.round(local * 16);
        out.evidence.doubtful[id] = [count + 1, sum + sixteenths, Math.max(best, sixteenths)];
      }
    });
    return out;
  }

  /** Code is evidence only: sure names count, doubtful ones where they are imported or installed. */
  #witness(block: Block, prepared: Prepared): ReadBlock {
    const out: ReadBlock = { id: block.id, lang: prepared.lang, sure: [], pending: [], evidence: noEvidence() };
    for (const found of prepared.found) {
      const { candidate } = found;
      const before = sliceUnits(prepared.text, Math.max(0, candidate.start - 40), candidate.start);
      if (found.sure < 0 && !CODE_USES.test(before)) continue;
      for (const reading of found.readings) {
        const id = this.#dictionary.ids[reading.term] as string;
        out.evidence.code[id] = (out.evidence.code[id] ?? 0) + 1;
      }
    }
    return out;
  }

  #countWords(evidence: Evidence, prepared: Prepared): void {
    const { words } = prepared;
    let sum = 0;
    for (let w = 0; w < words.count; w++) sum += words.score[w] as number;
    evidence.tech = [sum, words.count];
  }
}

/** Whether a fixed phrase of another sense holds a sure name, and more: `spring boot camp`. */
function isInOtherPhrase(hits: Hits, { candidate, sure }: Found): boolean {
  return hits
    .between(sure, candidate.word - MOST_WORDS, candidate.word)
    .some(
      (hit) =>
        hit.sense > TECH_PHRASE &&
        (hit.sense & 1) === 1 &&
        hit.start <= candidate.start &&
        hit.end >= candidate.end &&
        hit.end - hit.start > candidate.end - candidate.start,
    );
}

/** A candidate's place in the block's own text. */
function place(prepared: Prepared, found: Found): { start: number; end: number } {
  const { from, to } = prepared.text;
  return { start: from[found.candidate.start] as number, end: to[found.candidate.end - 1] as number };
}

/** A recognizer over the bytes of a compiled dictionary. @throws Error when they are no dictionary */
export function createRecognizer(data: ArrayBuffer): Recognizer {
  return new Recognizer(openDictionary(data));
}
