/** The stack as a picture, 1200 px wide: first where everything goes, as plain data, then the drawing. */
import { brandShows } from '../ui/card-text.ts';
import { KIND_ICONS } from '../ui/kind-icons.ts';
import { roleName } from './roles.ts';
import type { StackPage, StackRole, StackTerm } from './stack.ts';

export const WIDTH = 1200;
const MARGIN = 64;
/** Roles stand left, their terms right of this. */
const TERMS_LEFT = 376;
const TITLE = { size: 44, weight: 650, line: 56, most: 3 };
const SMALL = { size: 22, weight: 400, line: 34 };
const ROLE = { size: 24, weight: 600, line: 32 };
const NAME = { size: 26, weight: 500 };
const COUNT = { size: 20, weight: 500 };
const CHIP = { height: 58, gap: 12, pad: 18, icon: 28, radius: 12 };
const BETWEEN = 36;
/** A role with more is cut and says how many more there are: a picture of hundreds is read by nobody. */
const MOST_A_ROLE = 48;

/** The tokens' colors, which a canvas cannot read from `light-dark()`. */
export const COLORS = {
  light: {
    ground: '#ffffff',
    raised: '#f3f4f6',
    text: '#1c1e21',
    soft: '#4a4f57',
    faint: '#646a73',
    line: '#dfe2e6',
    accent: '#1a5fb4',
  },
  dark: {
    ground: '#202226',
    raised: '#2c2f35',
    text: '#e9eaec',
    soft: '#b9bec7',
    faint: '#9aa1ac',
    line: '#3b3f46',
    accent: '#8ab8f5',
  },
} as const;
type Ink = keyof (typeof COLORS)['light'];

interface Font {
  size: number;
  weight: number;
}

/** One thing on the picture; `y` of a text is its middle. */
export type Item =
  | { is: 'text'; text: string; x: number; y: number; font: Font; ink: Ink; end?: true }
  | { is: 'chip'; x: number; y: number; width: number; height: number }
  | { is: 'icon'; x: number; y: number; size: number; term: StackTerm }
  | { is: 'line'; x: number; y: number; width: number; ink: Ink; dotted?: true };

export interface Picture {
  height: number;
  items: Item[];
}

type Measure = (text: string, font: Font) => number;

/** Where everything goes. */
export function layOut(page: StackPage, stack: readonly StackRole[], measure: Measure): Picture {
  const items: Item[] = [];
  const inner = WIDTH - 2 * MARGIN;
  let y = MARGIN;
  for (const text of linesOf(page.title, inner, TITLE.most, (part) => measure(part, TITLE))) {
    items.push({ is: 'text', text, x: MARGIN, y: y + TITLE.line / 2, font: TITLE, ink: 'text' });
    y += TITLE.line;
  }
  const address = page.url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  for (const text of linesOf(readable(address), inner, 1, (part) => measure(part, SMALL))) {
    y += 4;
    items.push({ is: 'text', text, x: MARGIN, y: y + SMALL.line / 2, font: SMALL, ink: 'faint' });
    y += SMALL.line;
  }
  for (const { role, terms } of stack) {
    y += BETWEEN / 2;
    items.push({ is: 'line', x: MARGIN, y, width: inner, ink: 'line' });
    y += BETWEEN / 2;
    const names = linesOf(roleName(role), TERMS_LEFT - MARGIN - 24, 2, (part) => measure(part, ROLE));
    const from = y + (CHIP.height - ROLE.line) / 2;
    for (const [at, text] of names.entries())
      items.push({ is: 'text', text, x: MARGIN, y: from + (at + 0.5) * ROLE.line, font: ROLE, ink: 'soft' });
    y = Math.max(chips(items, terms, y, measure), from + names.length * ROLE.line);
  }
  y += MARGIN;
  items.push({ is: 'text', text: 'Termlight', x: WIDTH - MARGIN, y, font: ROLE, ink: 'faint', end: true });
  const signed = measure('Termlight', ROLE);
  items.push({ is: 'line', x: WIDTH - MARGIN - signed, y: y + 18, width: signed, ink: 'accent', dotted: true });
  return { height: Math.ceil(y + MARGIN), items };
}

/** A role's terms in rows; returns where they end. */
function chips(items: Item[], terms: readonly StackTerm[], top: number, measure: Measure): number {
  const right = WIDTH - MARGIN;
  let [x, y] = [TERMS_LEFT, top];
  const step = (width: number): void => {
    if (x > TERMS_LEFT && x + width > right) [x, y] = [TERMS_LEFT, y + CHIP.height + CHIP.gap];
  };
  for (const term of terms.slice(0, MOST_A_ROLE)) {
    const count = term.count > 1 ? String(term.count) : '';
    const fixed = 2 * CHIP.pad + CHIP.icon + 12 + (count === '' ? 0 : measure(count, COUNT) + 10);
    const [name = ''] = linesOf(term.name, right - TERMS_LEFT - fixed, 1, (part) => measure(part, NAME));
    const named = measure(name, NAME);
    const width = fixed + named;
    step(width);
    const middle = y + CHIP.height / 2;
    items.push({ is: 'chip', x, y, width, height: CHIP.height });
    items.push({ is: 'icon', x: x + CHIP.pad, y: middle - CHIP.icon / 2, size: CHIP.icon, term });
    const left = x + CHIP.pad + CHIP.icon + 12;
    items.push({ is: 'text', text: name, x: left, y: middle, font: NAME, ink: 'text' });
    if (count !== '') items.push({ is: 'text', text: count, x: left + named + 10, y: middle, font: COUNT, ink: 'faint' });
    x += width + CHIP.gap;
  }
  const more = terms.length - MOST_A_ROLE;
  if (more > 0) {
    step(measure(`+${more}`, NAME));
    items.push({ is: 'text', text: `+${more}`, x: x + 4, y: y + CHIP.height / 2, font: NAME, ink: 'faint' });
  }
  return y + CHIP.height;
}

/** Breaks a text at blanks, within a word only where it is too long for a line; what does not fit ends with `…`. */
export function linesOf(text: string, width: number, most: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && measure(line + letter) > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const letters = [...(kept[most - 1] ?? '')];
  while (letters.length > 0 && measure(`${letters.join('')}…`) > width) letters.pop();
  kept[most - 1] = `${letters.join('').trimEnd()}…`;
  return kept;
}

/** The address as people read it: percent signs back to letters where they are some. */
function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** Draws the picture. `families`: the page's own fonts, so that Korean is drawn in what the system has. */
export async function drawStack(page: StackPage, stack: readonly StackRole[], dark: boolean, families: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const fontOf = ({ size, weight }: Font): string => `${weight} ${size}px ${families}`;
  const { height, items } = layOut(page, stack, (text, font) => {
    context.font = fontOf(font);
    return context.measureText(text).width;
  });
  canvas.width = WIDTH;
  canvas.height = height;
  const colors = COLORS[dark ? 'dark' : 'light'];
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, WIDTH, height);
  context.textBaseline = 'middle';
  for (const item of items) {
    if (item.is === 'text') {
      context.font = fontOf(item.font);
      context.textAlign = item.end ? 'right' : 'left';
      context.fillStyle = colors[item.ink];
      context.fillText(item.text, item.x, item.y);
    } else if (item.is === 'chip') {
      context.fillStyle = colors.raised;
      context.beginPath();
      context.roundRect(item.x, item.y, item.width, item.height, CHIP.radius);
      context.fill();
    } else if (item.is === 'line') {
      context.strokeStyle = colors[item.ink];
      context.lineWidth = item.dotted ? 3 : 2;
      context.setLineDash(item.dotted ? [3, 4] : []);
      context.beginPath();
      context.moveTo(item.x, item.y);
      context.lineTo(item.x + item.width, item.y);
      context.stroke();
      context.setLineDash([]);
    } else drawIcon(context, item.term, item, dark);
  }
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the canvas gave no picture'))), 'image/png');
  });
}

/** As `TermIcon` draws it: the brand's mark where its color shows, else in the text's; the kind's own in strokes. */
function drawIcon(
  context: CanvasRenderingContext2D,
  { icon, kind }: StackTerm,
  { x, y, size }: { x: number; y: number; size: number },
  dark: boolean,
): void {
  const colors = COLORS[dark ? 'dark' : 'light'];
  context.save();
  context.translate(x, y);
  context.scale(size / 24, size / 24);
  if (icon) {
    context.fillStyle = brandShows(icon.color, dark) ? icon.color : colors.soft;
    context.fill(new Path2D(icon.path));
  } else {
    context.strokeStyle = colors.soft;
    context.lineWidth = 1.6;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(new Path2D(KIND_ICONS[kind]));
  }
  context.restore();
}

/** A name for the file that every system takes. */
export function pictureName({ title, url }: StackPage): string {
  const named = (title || url.replace(/^https?:\/\//, ''))
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...named]
    .slice(0, 60)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${short || 'stack'} – stack.png`;
}
