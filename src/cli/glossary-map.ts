/**
 * `npm run glossary:map`: a picture of the glossary's graph for each kind into `docs/glossary-map`, and a page with them that lists what wants
 * a look: terms without neighbors, and successor chains that contradict themselves.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';
import { readGlossary } from '../glossary/compile.ts';
import { KINDS, type Kind } from '../glossary/kinds.ts';
import { RELATIONS, type Relation } from '../glossary/relations.ts';
import type { Term } from '../glossary/schema.ts';

const OUT = join(import.meta.dirname, '../../docs/glossary-map');
/** CSS px of a label. */
const FONT = 11;
const WIDE = 6;
const MARGIN = 60;
const STEPS = 300;
const LINES: Record<Relation | 'successor', string> = {
  related: '#b9c0cc',
  alternative_to: '#7a9ad6',
  part_of: '#58a27c',
  written_in: '#c69a4b',
  runs_on: '#9d7bc4',
  successor: '#cf6a6a',
};

interface Place extends SimulationNodeDatum {
  term: Term;
  x: number;
  y: number;
}

interface Edge {
  from: string;
  to: string;
  how: Relation | 'successor';
}

/** All relations of a term, as written. */
export function edgesOf(term: Term): Edge[] {
  const edges: Edge[] = RELATIONS.flatMap((how) => term[how].map((to) => ({ from: term.id, to, how })));
  return term.successor ? [...edges, { from: term.id, to: term.successor, how: 'successor' }] : edges;
}

/** Terms that nothing leads to or from. */
export function lonely(terms: readonly Term[]): string[] {
  const met = new Set(terms.flatMap(edgesOf).flatMap(({ from, to }) => [from, to]));
  return terms.filter(({ id }) => !met.has(id)).map(({ id }) => id);
}

/** Successors that cannot be: in a circle, older than what they follow, or of something that goes on. */
export function contradictions(terms: readonly Term[]): string[] {
  const byId = new Map(terms.map((term) => [term.id, term]));
  const faults: string[] = [];
  for (const term of terms) {
    const next = term.successor === undefined ? undefined : byId.get(term.successor);
    if (!next) continue;
    const seen = new Set([term.id]);
    for (let at: Term | undefined = next; at; at = at.successor === undefined ? undefined : byId.get(at.successor)) {
      if (seen.has(at.id)) {
        if (at.id === term.id) faults.push(`${term.id} → … → ${term.id}: a circle`);
        break;
      }
      seen.add(at.id);
    }
    if (!term.status) faults.push(`${term.id} → ${next.id}: it has a successor and no status`);
    if (term.alternative_to.includes(next.id)) faults.push(`${term.id} → ${next.id}: its successor is also its alternative`);
    const ended = next.status?.is === 'ended' ? next.status.year : undefined;
    if (ended !== undefined && term.status?.year !== undefined && ended < term.status.year)
      faults.push(`${term.id} → ${next.id}: the successor ended in ${ended}, before ${term.status.year}`);
  }
  return faults;
}

function picture(terms: readonly Term[]): string {
  const ids = new Map(terms.map((term, i) => [term.id, i]));
  const columns = Math.ceil(Math.sqrt(terms.length));
  // begun on a grid and without chance, so that the same glossary gives the same picture
  const places: Place[] = terms.map((term, i) => ({ term, x: (i % columns) * 60, y: Math.floor(i / columns) * 60 }));
  const edges = terms.flatMap(edgesOf).filter(({ to }) => ids.has(to));
  const links = edges.map(({ from, to }) => ({ source: ids.get(from) as number, target: ids.get(to) as number }));
  forceSimulation(places)
    .force('link', forceLink(links).distance(70).strength(0.25))
    .force('apart', forceManyBody<Place>().strength(-140).distanceMax(400))
    .force(
      'room',
      forceCollide<Place>(({ term }) => 10 + (term.name.length * WIDE) / 2),
    )
    .force('x', forceX(0).strength(0.05))
    .force('y', forceY(0).strength(0.09))
    .stop()
    .tick(STEPS);
  const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...places.map(({ x }) => x)), Math.max(...places.map(({ y }) => y))];
  const at = (id: string): [string, string] => {
    const place = places[ids.get(id) as number] as Place;
    return [(place.x - left + MARGIN).toFixed(0), (place.y - top + MARGIN).toFixed(0)];
  };
  const lines = edges.map(({ from, to, how }) => {
    const [[x1, y1], [x2, y2]] = [at(from), at(to)];
    return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${LINES[how]}"/>`;
  });
  const names = places.map(({ term }) => {
    const [x, y] = at(term.id);
    return `<text x="${x}" y="${y}">${term.name.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
  });
  const size = `0 0 ${(right - left + 2 * MARGIN).toFixed(0)} ${(bottom - top + 2 * MARGIN).toFixed(0)}`;
  const style = `text{font:${FONT}px sans-serif;text-anchor:middle;dominant-baseline:middle;paint-order:stroke;stroke:#fff;stroke-width:3px}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size}"><style>${style}</style><rect width="100%" height="100%" fill="#fff"/>\n${[...lines, ...names].join('\n')}\n</svg>\n`;
}

function write(terms: readonly Term[]): void {
  const byKind = new Map<Kind, Term[]>(KINDS.map((kind) => [kind, terms.filter((term) => term.kind === kind)]));
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const rows: string[] = [];
  for (const [kind, own] of byKind) {
    if (own.length === 0) continue;
    writeFileSync(join(OUT, `${kind}.svg`), picture(own));
    const edges = own.flatMap(edgesOf);
    const within = edges.filter(({ to }) => own.some(({ id }) => id === to)).length;
    rows.push(`| [${kind}](glossary-map/${kind}.svg) | ${own.length} | ${within} | ${edges.length - within} |`);
  }
  const list = (items: readonly string[]) => (items.length > 0 ? items.map((item) => `- ${item}`).join('\n') : 'None.');
  const page = `# The glossary's graph

Written by \`npm run glossary:map\`. One picture a kind: its terms and the relations among them. Gray: related; blue: alternative; green: part of; yellow: written in; violet: runs on;
red: successor.

| kind | terms | relations within it | to other kinds |
| --- | --- | --- | --- |
${rows.join('\n')}

## Terms without neighbors

${list(lonely(terms))}

## Successors that contradict themselves

${list(contradictions(terms))}
`;
  writeFileSync(`${OUT}.md`, page);
  console.log(`${rows.length} pictures in docs/glossary-map; ${lonely(terms).length} terms without neighbors`);
  for (const fault of contradictions(terms)) console.log(fault);
}

if (import.meta.filename === process.argv[1]) write(readGlossary());
