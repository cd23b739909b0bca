/**
 * The gallery's committed pictures: a third as large as the screen shows them, so that they stay small and a letter's edge counts for little.
 * Another version of the browser or other fonts draw otherwise; so each set says what it was made with, and is compared with nothing else.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Bench, BrowserName } from './harness.ts';

const FOLDER = join(import.meta.dirname, '../gallery/pictures');
const MADE_WITH = join(FOLDER, 'made-with.json');

interface MadeWith {
  browser: string;
  platform: string;
  /** Widths of a line in the system's fonts. */
  fonts: string;
}

/** What draws the pictures here. */
export async function madeHere(bench: Bench, page: Page): Promise<MadeWith> {
  const fonts = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return '';
    return ['400 16px system-ui', '600 16px sans-serif']
      .map((font) => {
        context.font = font;
        return ['Termlight gqjy', '용어를 밝히다'].map((text) => context.measureText(text).width.toFixed(2)).join(' ');
      })
      .join(' ');
  });
  return { browser: await bench.browser.version(), platform: `${process.platform} ${process.arch}`, fonts };
}

function readMadeWith(): Partial<Record<BrowserName, MadeWith>> {
  return existsSync(MADE_WITH) ? JSON.parse(readFileSync(MADE_WITH, 'utf8')) : {};
}

/** Why the committed pictures say nothing here; `undefined` where they do. */
export function whyNotCompared(name: BrowserName, here: MadeWith): string | undefined {
  const there = readMadeWith()[name];
  if (!there) return `no pictures of ${name} are committed`;
  const differing = (['browser', 'platform', 'fonts'] as const).find((key) => there[key] !== here[key]);
  return (
    differing && `the pictures of ${name} were made with another ${differing}: ${there[differing]}; here: ${here[differing]}`
  );
}

export function writeMadeWith(name: BrowserName, here: MadeWith): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MADE_WITH, `${JSON.stringify({ ...readMadeWith(), [name]: here }, null, 2)}\n`);
}

const fileOf = (browser: BrowserName, name: string): string => join(FOLDER, `${name}-${browser}.png`);

/** Writes a screenshot (PNG in base64) as a picture. `canvas`: any page of a browser. */
export async function writePicture(canvas: Page, browser: BrowserName, name: string, screenshot: string): Promise<void> {
  const small = await canvas.evaluate(shrink, screenshot);
  writeFileSync(fileOf(browser, name), Buffer.from(small, 'base64'));
}

/** The share of a picture's points that a screenshot shows otherwise; 1 where sizes differ or there is none. */
export async function differenceTo(canvas: Page, browser: BrowserName, name: string, screenshot: string): Promise<number> {
  const file = fileOf(browser, name);
  if (!existsSync(file)) return 1;
  const small = await canvas.evaluate(shrink, screenshot);
  return canvas.evaluate(differing, readFileSync(file).toString('base64'), small);
}

/** Runs in a page. In eight steps of each color: much smaller files, and what matters is where things are. */
async function shrink(base64: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(image.naturalWidth / 3);
  canvas.height = Math.floor(image.naturalHeight / 3);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = Math.min(255, Math.round((pixels.data[i] ?? 0) / 32) * 32);
  for (let i = 3; i < pixels.data.length; i += 4) pixels.data[i] = 255;
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}

/** Runs in a page. A point differs where a color does by more than a step. */
async function differing(a: string, b: string): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, canvas.width, canvas.height);
    }),
  );
  if (!one || !other || one.width !== other.width || one.height !== other.height) return 1;
  let points = 0;
  for (let i = 0; i < one.data.length; i += 4)
    if ([0, 1, 2].some((c) => Math.abs((one.data[i + c] ?? 0) - (other.data[i + c] ?? 0)) > 40)) points++;
  return points / (one.width * one.height);
}
