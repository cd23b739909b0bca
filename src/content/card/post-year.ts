/** The year in which a post was written, where the page states it. */

/** A post on technology is not older. */
const FIRST = 1990;
/** A date is not longer. UTF-16 units. */
const LONGEST = 40;

/**
 * The year from what a page states, the most trustworthy first. The first group with a date decides; where its dates are of several
 * years (a list of posts, comments) nothing is stated.
 */
export function yearStated(groups: readonly (readonly string[])[], thisYear: number): number | undefined {
  for (const group of groups) {
    const years = new Set(group.map((date) => yearIn(date, thisYear)).filter((year) => year !== undefined));
    if (years.size > 0) return years.size === 1 ? [...years][0] : undefined;
  }
  return undefined;
}

function yearIn(date: string, thisYear: number): number | undefined {
  if (date.length > LONGEST) return undefined;
  const year = Number(/(?:^|\D)((?:19|20)\d\d)(?!\d)/.exec(date)?.[1]);
  return year >= FIRST && year <= thisYear ? year : undefined;
}

/** What the page around `element` states. Scripts are not looked into. */
export function datesOf(page: Document, element: Element): string[][] {
  const contents = (selector: string): string[] =>
    [...page.querySelectorAll(selector)].map((meta) => meta.getAttribute('content') ?? '');
  const times = (root: ParentNode, selector: string): string[] =>
    [...root.querySelectorAll(selector)].map((time) => time.getAttribute('datetime') ?? '');
  const article = element.closest('article');
  return [
    contents('meta[property="article:published_time"]'),
    contents('meta[name="date" i]'),
    times(page, 'time[itemprop~="datePublished"]'),
    // A post's own date stands before those of its comments.
    article ? times(article, 'time[datetime]').slice(0, 1) : [],
    times(page, 'time[datetime]'),
  ];
}
