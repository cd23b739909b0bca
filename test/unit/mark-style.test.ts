/** The colors of marks, read from the style sheet that pages get. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { shadowRule } from '../../src/content/mark/shadow-rule.ts';
import { markName } from '../../src/settings/mark-name.ts';
import { DEFAULTS, settingsSchema } from '../../src/settings/settings.ts';

const css = readFileSync(join(import.meta.dirname, '../../src/content/mark/mark.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const rules = [...css.matchAll(/((?:&::highlight\([\w-]+\)[,\s]*)+)\{([^}]*)\}/g)].map(([, selectors = '', body = '']) => ({
  names: [...selectors.matchAll(/\(([\w-]+)\)/g)].map(([, name = '']) => name),
  body,
}));
const bodyOf = (name: string): string =>
  rules
    .filter(({ names }) => names.includes(name))
    .map(({ body }) => body)
    .join('');

const { markStyle, markColor } = settingsSchema.entries;
const names = markStyle.options.flatMap((style) =>
  markColor.options.map((color) => [style, color, markName({ markStyle: style, markColor: color })] as const),
);

/** What a rule's declarations come to. */
function painted(css: string) {
  const [, drawn, width, color] = /text-decoration: ?underline (\w+) (\d)px ?([^;}]*)/.exec(css) ?? [];
  const lines = [...css.matchAll(/text-decoration-color: ?([^;}]+)/g)].map(([, line]) => line);
  const offset = /text-underline-offset: ?([\d.]+%)/.exec(css)?.[1];
  return {
    drawn,
    width,
    line: lines.at(-1) ?? (color || 'currentColor'),
    offset,
    fill: /background-color: ?([^;}]+)/.exec(css)?.[1],
  };
}

/** Grounds of pages: white, paper, slightly gray, and dark ones down to black. */
const GROUNDS = ['#ffffff', '#f3f4f6', '#fbf6ea', '#2c2f35', '#202226', '#15171b', '#000000'];

describe('mark styles', () => {
  it('are one name for each style and color, the default as it always was', () => {
    expect(new Set(names.map(([, , name]) => name)).size).toBe(18);
    expect(markName(DEFAULTS)).toBe('termlight-mark');
    expect(v.is(settingsSchema, DEFAULTS)).toBe(true);
  });

  it('are all in the style sheet, and nothing besides', () => {
    expect(new Set(rules.flatMap((rule) => rule.names))).toEqual(new Set(names.map(([, , name]) => name)));
    for (const [, , name] of names) expect(name).toMatch(/^termlight-/);
  });

  // measured: it is in the sheet's own comment
  it('are worked out at the root alone, where the browser hands them down', () => {
    expect(css.match(/[^{}]*\{(?=\s*&)/g)?.map((selector) => selector.trim())).toEqual([
      ':is(:root, :-moz-focusring, :not(:-moz-focusring)) {',
    ]);
    expect(css).not.toMatch(/[\d.](?:em|ex|ch|rem|lh|vw|vh|cqw)\b/);
    expect(css).not.toMatch(/[^&]::highlight/);
  });

  it.each(names)('%s, %s: are painted alike in shadow roots, where Firefox wants a sheet of its own', (_style, _color, name) => {
    const rule = shadowRule(name);
    expect(rule).toMatch(new RegExp(`^@media not print\\{::highlight\\(${name}\\)\\{[^{}]*\\}\\}$`));
    expect(painted(rule)).toEqual(painted(bodyOf(name)));
  });

  it.each(names)('%s, %s: has an underline, and a color only where one was chosen', (style, color, name) => {
    const body = bodyOf(name);
    expect(body).toMatch(/text-decoration: underline/);
    expect(body.includes('dotted')).toBe(style === 'dotted');
    expect(body.includes('background-color')).toBe(style === 'tint');
    expect(/text-decoration-color: #/.test(body)).toBe(color !== 'text');
    // a mix of it keeps a stale color in Chromium; a page could set a variable
    expect(body).not.toMatch(/color-mix|var\(/);
  });

  it.each(names.filter(([, color]) => color !== 'text'))(
    '%s, %s: the line is seen on every ground, 3 to 1',
    (_style, _color, name) => {
      const line = /text-decoration-color: (#\w{6})/.exec(bodyOf(name))?.[1] ?? '';
      for (const ground of GROUNDS) expect(contrast(line, ground), ground).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(names.filter(([style]) => style === 'tint'))('%s, %s: text stays readable on the tint', (_style, _color, name) => {
    const [, r, g, b, alpha] = /rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)/.exec(bodyOf(name)) ?? [];
    const tint = [r, g, b].map(Number);
    for (const [text, ground] of [
      ['#1c1e21', '#ffffff'],
      ['#4a4f57', '#ffffff'],
      ['#e9eaec', '#202226'],
      ['#b9bec7', '#202226'],
    ] as const) {
      const under = [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16));
      const mixed = under.map((part, i) => Math.round(part + ((tint[i] ?? 0) - part) * Number(alpha)));
      const hex = `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      expect(contrast(text, hex), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
