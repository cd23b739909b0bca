/** Everything that is to be seen, as the gallery shows it: rules of accessibility, large text, forced colors, no motion, and pictures. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, LANGS, type Lang, SCENES, type Scene, THEMES, type Theme } from '../gallery/scenes.ts';
import { differenceTo, madeHere, whyNotCompared, writeMadeWith, writePicture } from './gallery-pictures.ts';
import { Bench, BROWSERS } from './harness.ts';

const ROOT = join(import.meta.dirname, '../..');
const GALLERY = pathToFileURL(join(ROOT, 'build/gallery/')).href;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const UPDATE = process.env.TERMLIGHT_PICTURES === 'update';
/** All scenes one after the other. Milliseconds. */
const LONG = 300_000;
/** A picture may differ in this share of its points. */
const TOLERANCE = 0.004;

const WIDTHS = [360, 768, 1280] as const;
/** A popup has one width. */
const PICTURES: readonly (readonly [scene: string, widths: readonly number[]])[] = [
  ['cards', WIDTHS],
  ['popup-found', [360]],
  ['options-term', WIDTHS],
  ['options-looks', WIDTHS],
  ['welcome', WIDTHS],
];

const HEIGHTS: Readonly<Record<string, number>> = { cards: 1000, 'popup-found': 600 };

const widthOf = ({ page }: Scene): number => (page === 'popup' ? 360 : 1000);

async function sceneIn(page: Page, scene: Scene, lang: Lang, theme: Theme): Promise<void> {
  // else a scene that differs in its hash only would not be loaded anew
  await page.goto('about:blank');
  await page.goto(GALLERY + addressOf(scene, lang, theme));
  await page.evaluate(stands);
}

/** Runs in a scene: until all is pressed, and nothing has changed for a while. */
async function stands(): Promise<void> {
  const STILL = 200;
  let changed = performance.now();
  const observer = new MutationObserver(() => {
    changed = performance.now();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  while (document.documentElement.dataset.pressed === undefined || performance.now() - changed < STILL)
    await new Promise((done) => setTimeout(done, 15));
  observer.disconnect();
  await document.fonts.ready;
}

/** Runs in a scene: what axe finds. No rule is switched off. */
async function axeFaults(): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  // `preload` would fetch style sheets of other places; there are none.
  const { violations } = await axe.run({ resultTypes: ['violations'], preload: false });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`,
  );
}

/** Runs in a scene: what is wider than its place, or cut. */
function overflows(): string[] {
  const faults: string[] = [];
  const named = (element: Element) => `${element.localName}.${element.className} “${(element.textContent ?? '').slice(0, 40)}”`;
  const roots: (Document | ShadowRoot)[] = [document];
  for (let root = roots.shift(); root; root = roots.shift())
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (element instanceof SVGElement || element.clientWidth <= 1) continue;
      // the browser scrolls what is written in there
      if (element.matches('input, textarea, select, option')) continue;
      const { overflowX, overflowY, position, textOverflow } = getComputedStyle(element);
      const over = element.scrollWidth - element.clientWidth;
      // a row of the glossary shows how its sentence begins, and opens the card with all of it
      const begun = textOverflow === 'ellipsis' && element.closest('.terms a') !== null;
      // buttons hang over into the padding around, so that their drawings stand in line with the text
      const hangs = overflowX === 'visible' && over <= 8 && element.matches('#popup .top');
      if (over > 1 && !begun && !hangs) faults.push(`${named(element)}: ${element.scrollWidth} in ${element.clientWidth}`);
      if (/hidden|clip/.test(overflowY) && element.clientHeight > 1 && element.scrollHeight > element.clientHeight + 1)
        faults.push(`${named(element)}: ${element.scrollHeight} high in ${element.clientHeight}`);
      const { left, right } = element.getBoundingClientRect();
      if (position === 'fixed' && (left < -1 || right > innerWidth + 1)) faults.push(`${named(element)}: out of the window`);
    }
  return faults;
}

/** Runs in a scene: text twice as large, as browsers and systems can set it, and nothing else. */
function doubleText(): void {
  const double = (element: HTMLElement) => {
    const style = getComputedStyle(element);
    for (const token of ['--tl-size', '--tl-size-small', '--tl-size-name'])
      element.style.setProperty(token, `${2 * Number.parseFloat(style.getPropertyValue(token))}px`);
  };
  double(document.body);
  for (const host of document.querySelectorAll('#cards section > div')) {
    const root = host.shadowRoot?.querySelector<HTMLElement>('.tl-root');
    if (root) double(root);
  }
}

/** Runs in a scene: what moves. */
function moving(): string[] {
  const faults: string[] = [];
  const roots: (Document | ShadowRoot)[] = [document];
  for (let root = roots.shift(); root; root = roots.shift())
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      for (const pseudo of [null, '::before', '::after', '::backdrop']) {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element, pseudo);
        const animated = animationName !== 'none' && /[1-9]/.test(animationDuration);
        if (animated || /[1-9]/.test(transitionDuration)) faults.push(`${element.localName}.${element.className}${pseudo ?? ''}`);
      }
    }
  return [...new Set(faults)];
}

/** Runs in a scene: pressed buttons that look as the others do. */
function indistinct(): string[] {
  const look = (element: Element) => {
    const { backgroundColor, color, borderColor, fontWeight } = getComputedStyle(element);
    return [backgroundColor, color, borderColor, fontWeight].join();
  };
  const roots = [document, ...[...document.querySelectorAll('*')].map((element) => element.shadowRoot)];
  return roots.flatMap((root) => {
    const off = root?.querySelector('[aria-pressed="false"]');
    const on = root?.querySelector('[aria-pressed="true"]');
    return on && off && look(on) === look(off) ? [on.outerHTML] : [];
  });
}

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/gallery.ts', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error(`the gallery could not be built: ${stderr}`);
});

describe.each(BROWSERS)('the gallery in %s', (name) => {
  let bench: Bench;
  let page: Page;
  beforeAll(async () => {
    bench = await Bench.open(name, { extension: false });
    page = await bench.page();
  });
  afterAll(() => bench?.close());

  /** Faults by scene: none of them, if all is well. */
  async function faultsOf(lang: Lang, theme: Theme, look: (scene: Scene) => Promise<string[]>) {
    const faults: Record<string, string[]> = {};
    for (const scene of SCENES) {
      await page.setViewport({ width: widthOf(scene), height: 800 });
      await sceneIn(page, scene, lang, theme);
      const found = await look(scene);
      if (found.length > 0) faults[scene.name] = found;
    }
    return faults;
  }

  it('is one page of all scenes, which opens from its folder', async () => {
    await page.goto(`${GALLERY}index.html`);
    const titles = () => page.evaluate(() => [...document.querySelectorAll('h2')].map((title) => title.textContent));
    expect(await titles()).toEqual(SCENES.map((scene) => scene.name));
    expect(await page.evaluate(() => document.querySelector('iframe')?.getAttribute('src'))).toContain('cards.html');
  });

  describe.each(LANGS)('in %s', (lang) => {
    it('light: axe finds nothing, and nothing is cut, nor at 200 %', { timeout: LONG }, async () => {
      const look = async (scene: Scene) => {
        const found = await page.evaluate(overflows);
        if (lang === 'en' || name === 'chrome') {
          await page.evaluate(AXE);
          found.push(...(await page.evaluate(axeFaults)));
        }
        // a zoomed page is one in a window half as wide; a popup grows with its text
        if (scene.page !== 'popup') {
          await page.setViewport({ width: widthOf(scene) / 2, height: 400 });
          await page.evaluate(stands);
          found.push(...(await page.evaluate(overflows)).map((fault) => `zoomed: ${fault}`));
          await page.setViewport({ width: widthOf(scene), height: 800 });
          await page.evaluate(stands);
        }
        await page.evaluate(doubleText);
        return [...found, ...(await page.evaluate(overflows)).map((fault) => `text of 200 %: ${fault}`)];
      };
      expect(await faultsOf(lang, 'light', look)).toEqual({});
    });

    // The colors are the same in both languages and browsers.
    it.runIf(lang === 'en' && name === 'chrome')('dark: axe finds nothing', { timeout: LONG }, async () => {
      const look = async () => {
        await page.evaluate(AXE);
        return page.evaluate(axeFaults);
      };
      expect(await faultsOf(lang, 'dark', look)).toEqual({});
    });
  });

  // Only Chromium's driver can pretend these two.
  it.runIf(name === 'chrome')(
    'keeps its states apart in forced colors, and is still for who wants no motion',
    { timeout: LONG },
    async () => {
      const cdp = await page.createCDPSession();
      const features = [
        { name: 'forced-colors', value: 'active' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ];
      await cdp.send('Emulation.setEmulatedMedia', { features });
      const look = async () => {
        expect(await page.evaluate(() => matchMedia('(forced-colors: active) and (prefers-reduced-motion)').matches)).toBe(true);
        return [
          ...(await page.evaluate(indistinct)),
          ...(await page.evaluate(overflows)),
          ...(await page.evaluate(moving)).map((moves) => `moves: ${moves}`),
        ];
      };
      const faults = await faultsOf('en', 'light', look);
      await cdp.send('Emulation.setEmulatedMedia', { features: [] });
      await cdp.detach();
      expect(faults).toEqual({});
    },
  );

  it('looks as in its pictures, if they were made with this browser', { timeout: LONG }, async ({ skip }) => {
    await page.goto('about:blank');
    const here = await madeHere(bench, page);
    const why = UPDATE ? undefined : whyNotCompared(name, here);
    if (why !== undefined) skip(why);
    if (UPDATE) writeMadeWith(name, here);
    const canvas = await bench.page();
    const faults: Record<string, string> = {};
    for (const [wanted, widths] of PICTURES)
      for (const width of widths)
        for (const lang of LANGS)
          for (const theme of THEMES) {
            const scene = SCENES.find((each) => each.name === wanted) as Scene;
            await page.bringToFront();
            await page.setViewport({ width, height: HEIGHTS[wanted] ?? 800 });
            await sceneIn(page, scene, lang, theme);
            const screenshot = await page.screenshot({ encoding: 'base64' });
            const picture = `${wanted}-${width}-${lang}-${theme}`;
            await canvas.bringToFront();
            if (UPDATE) await writePicture(canvas, name, picture, screenshot);
            else {
              const share = await differenceTo(canvas, name, picture, screenshot);
              if (share > TOLERANCE) faults[picture] = `${(100 * share).toFixed(2)} % of its points differ`;
            }
          }
    await canvas.close();
    expect(faults).toEqual({});
  });
});
