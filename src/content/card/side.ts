/** Whether the page around a mention is light or dark. */

/** Lightness from 0 to 1 and opacity of a computed color; null where it cannot be told. */
export function lightnessOf(color: string): { lightness: number; alpha: number } | null {
  const call = /^(rgba?|color|oklch|oklab|lch|lab)\(([^)]*)\)$/.exec(color.trim());
  if (!call) return null;
  const [before = '', opacity] = (call[2] ?? '').split('/');
  const parts = before.split(/[\s,]+/).filter((part) => part !== '' && !/^[a-z]/.test(part));
  const numbers = parts.map((part) => (part.endsWith('%') ? Number.parseFloat(part) / 100 : Number.parseFloat(part)));
  if (numbers.length < 3 || numbers.some(Number.isNaN)) return null;
  const [a = 0, b = 0, c = 0, d] = numbers;
  const alpha = opacity === undefined ? (d ?? 1) : readAlpha(opacity);
  const name = call[1];
  if (name === 'oklch' || name === 'oklab') return { lightness: a, alpha };
  if (name === 'lch' || name === 'lab') return { lightness: a > 1 ? a / 100 : a, alpha };
  const scale = name === 'color' ? 1 : 255;
  return { lightness: (0.2126 * a + 0.7152 * b + 0.0722 * c) / scale, alpha };
}

function readAlpha(text: string): number {
  const value = Number.parseFloat(text);
  return text.trim().endsWith('%') ? value / 100 : value;
}

/**
 * The side of a page from what was found around the mention: the computed background colors from the inside out, the color
 * of the text, and whether the canvas is dark where nothing is painted.
 */
export function sideOf(backgrounds: string[], text: string, canvasDark: boolean): 'light' | 'dark' {
  for (const background of backgrounds) {
    const read = lightnessOf(background);
    if (read && read.alpha >= 0.5) return read.lightness < 0.5 ? 'dark' : 'light';
  }
  // Nothing painted: very light text tells of a dark picture behind it.
  const ink = lightnessOf(text);
  if (ink && ink.lightness > 0.75) return 'dark';
  return canvasDark ? 'dark' : 'light';
}
