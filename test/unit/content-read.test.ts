import { describe, expect, it } from 'vitest';
import { readHtml, readRuns } from '../../src/cli/read-html.ts';
import {
  BREAKS_A_RUN,
  NEVER_READ_FURNITURE,
  NEVER_READ_NOTHING,
  NEVER_READ_OBJECT,
  NEVER_READ_ROLES,
} from '../../src/content/read/elements.ts';
import { locate } from '../../src/content/read/locate.ts';
import { LONGEST_RUN } from '../../src/content/read/walk.ts';

const prose = (html: string): string[] =>
  readHtml(html)
    .filter((block) => !block.code)
    .map((block) => block.text);
const code = (html: string): string[] =>
  readHtml(html)
    .filter((block) => block.code)
    .map((block) => block.text);

describe('what is never read', () => {
  it.each([...NEVER_READ_NOTHING].filter((name) => !['head', 'title', 'col', 'colgroup', 'noframes', 'noembed'].includes(name)))(
    '<%s> is as if it were not there',
    (name) => {
      const texts = prose(`<p>before<${name}>inside</${name}>after</p>`);
      expect(texts.join('|')).not.toContain(`inside${name}`);
      if (!['wbr', 'link', 'meta', 'base', 'param', 'source', 'track', 'area', 'map'].includes(name))
        expect(texts.join('|')).not.toContain('inside');
    },
  );
  it.each([...NEVER_READ_OBJECT].filter((name) => !['option', 'optgroup'].includes(name)))('<%s> leaves U+FFFC', (name) => {
    const texts = prose(`<p>before <${name}></${name}> after</p>`).join('|');
    expect(texts).toContain('before \uFFFC');
  });
  it.each([...NEVER_READ_FURNITURE].filter((name) => !name.startsWith('frame')))('<%s> is furniture', (name) => {
    expect(prose(`<div>before<${name}>inside</${name}>after</div>`)).toEqual(['before', 'after']);
  });
  it.each([...NEVER_READ_ROLES])('role=%s is furniture', (role) => {
    expect(prose(`<div>before<div role="${role}">inside</div>after</div>`)).toEqual(['before', 'after']);
  });
  it.each([
    ['hidden', '<p hidden>inside</p>'],
    ['editable', '<p contenteditable>inside</p>'],
    ['editable, plain text', '<p contenteditable="plaintext-only">inside</p>'],
    ['a closed dialog', '<dialog>inside</dialog>'],
    ['a code editor', '<div class="x cm-editor">inside</div>'],
    ['the header of the site', '<header>inside</header>'],
    ['an aside of the site', '<aside>inside</aside>'],
  ])('%s', (_, html) => {
    expect(prose(`<div>before${html}after</div>`)).toEqual(['before', 'after']);
  });
  it.each([
    ['hidden until found', '<p hidden="until-found">inside</p>'],
    ['not editable', '<p contenteditable="false">inside</p>'],
    ['an open dialog', '<dialog open>inside</dialog>'],
    ['a header with the title', '<header><h1>inside</h1></header>'],
    ['the header of an article', '<article><header>inside</header></article>'],
    ['an aside of an article', '<article><aside>inside</aside></article>'],
  ])('but %s is read', (_, html) => {
    expect(prose(html)).toEqual(['inside']);
  });
});

describe('what breaks a run of prose', () => {
  const alone = [...BREAKS_A_RUN].filter(
    (name) =>
      !/^(?:html|body|caption|t[a-z]+|legend|pre|listing|xmp|plaintext|nav|footer|header|aside|hr|dialog|frameset)$/.test(name),
  );
  it.each(alone)('<%s>', (name) => {
    expect(prose(`<div>one<${name}>two</${name}>three</div>`)).toEqual(['one', 'two', 'three']);
  });
  it('cells and rows of a table', () => {
    expect(prose('<table><caption>a</caption><tr><th>b</th><td>c</td></tr></table>')).toEqual(['a', 'b', 'c']);
  });
  it('inline elements do not', () => {
    expect(prose('<p><b>Ruby</b> on <a href="#"><i>Rails</i></a></p>')).toEqual(['Ruby on Rails']);
  });
  it('display in a style attribute does', () => {
    expect(prose('<p>one<span style="display: block">two</span></p>')).toEqual(['one', 'two']);
  });
});

describe('lines', () => {
  it('a line break of the source is a blank, <br> ends a line, <wbr> is nothing', () => {
    expect(prose('<p>Ruby on\nRails<br>Post<wbr>greSQL</p>')).toEqual(['Ruby on Rails\nPostgreSQL']);
  });
  it('white-space: pre-line keeps lines, for what is inside', () => {
    expect(prose('<div style="white-space: pre-line">a\n<b>b\nc</b></div>')).toEqual(['a\nb\nc']);
  });
});

describe('headings and code', () => {
  it('flags headings and all inside', () => {
    expect(readHtml('<h2>One <b>two</b></h2><p>three</p>').map((block) => block.heading ?? false)).toEqual([true, false]);
  });
  it('code is a witness: pre alone, inline code gathered after its block', () => {
    const html = '<p>Call <code>redis.get</code> and <kbd>brew</kbd>.</p><pre>gem <b>"rails"</b></pre>';
    expect(prose(html)).toEqual(['Call \uFFFC and \uFFFC.']);
    expect(code(html)).toEqual(['redis.get\nbrew\n', 'gem "rails"']);
  });
  it('is capped', () => {
    expect(code(`<pre>${'abc '.repeat(100_000)}</pre>`)[0]?.length).toBe(4096);
  });
});

describe('bad pages', () => {
  it.each([
    ['nothing', ''],
    ['a frameset', '<frameset><frame></frameset>'],
    ['blank text', '<p> \n </p>'],
    ['no letter', '<p>12 : 30</p>'],
  ])('%s has no blocks', (_, html) => expect(readHtml(html)).toEqual([]));
  it('10,000 elements deep', () => {
    expect(prose(`${'<div>'.repeat(10_000)}deep`)).toEqual(['deep']);
  });
});

describe('offsets', () => {
  it('a long text is cut, and every place leads back to its node', () => {
    const runs = readRuns(`<p>${'word '.repeat(10_000)}<b>end</b></p>`);
    expect(runs.length).toBeGreaterThan(2);
    expect(runs.map((run) => run.text).join('')).toBe(`${'word '.repeat(10_000)}end`);
    for (const run of runs) {
      expect(run.text.length).toBeLessThanOrEqual(LONGEST_RUN);
      for (const at of [0, 7, run.text.length - 1]) {
        const place = locate(run, at, false);
        expect(run.nodes[place.node]?.data[place.offset]).toBe(run.text[at]);
      }
    }
  });
  it('a name over three nodes begins in the first and ends in the last', () => {
    const [run] = readRuns('<p>x <b>Ruby</b> on <i>Rails</i> y</p>');
    if (!run) throw new Error('no run');
    const start = run.text.indexOf('Ruby');
    const end = run.text.indexOf('Rails') + 5;
    expect(locate(run, start, false)).toEqual({ node: 1, offset: 0 });
    expect(locate(run, end, true)).toEqual({ node: 3, offset: 5 });
    expect(locate(run, start + 4, true)).toEqual({ node: 1, offset: 4 });
  });
});
