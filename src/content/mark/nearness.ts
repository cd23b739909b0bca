/**
 * Which elements are near the viewport. An observed element costs each frame in which the page is scrolled or laid out 1.4 µs (Chromium):
 * 4 ms of every frame on a page with 3,000 of them. So only what stands around the viewport is observed one by one; the rest sleeps in groups
 * of neighbors, of each of which the highest and the lowest element are watched from afar.
 */

/** Told as near: the viewport and half a screen above and below. */
const NEAR = '50% 0px';
/** A group so many screens away may sleep; it is woken when it comes as near as `WATCHED`. */
const AFAR_SCREENS = 9;
const WATCHED = '1000%';
/** No group is higher: one that reaches over the viewport has an end within what is watched, which is 21 screens with the viewport. */
const MOST_SCREENS = 20;
/** So old may places be that a group falls asleep by. Milliseconds. */
const FRESH_MS = 500;
/** So far the reader can get without an end being told of. */
const JUMP_SCREENS = 5;
const GROUP = 32;
/** Groups looked through for each new one: more than what comes. */
const SWEPT = 3;

interface Member {
  readonly element: WeakRef<Element>;
  group: Group;
  /** As it was last told; a hidden one may be shown anywhere. */
  state: 'unseen' | 'near' | 'far' | 'hidden';
  /** Where it was then, in CSS px of the document. */
  top: number;
  bottom: number;
}

interface Group {
  readonly members: Set<Member>;
  /** The highest and the lowest, which are watched; none before the group is full and all its places are known. */
  ends: readonly Member[];
  asleep: boolean;
  /** When the ends were found. Milliseconds. */
  foundAt: number;
}

export class Nearness {
  readonly #near: IntersectionObserver;
  readonly #afar: IntersectionObserver;
  readonly #members = new WeakMap<Element, Member>();
  readonly #groups = new Set<Group>();
  #open: Group | null = null;
  /** `scrollY` when it was last looked for groups that were passed by. */
  #lookedAt = scrollY;

  /** `seen` is told of each element soon after it is observed, and whenever it comes near or goes. */
  constructor(seen: (entries: IntersectionObserverEntry[]) => void, signal: AbortSignal) {
    this.#near = new IntersectionObserver(
      (entries) => {
        this.#note(entries);
        seen(entries);
      },
      { root: document, rootMargin: NEAR },
    );
    // where boxes that scroll within the page can have it too, it holds for the page as well, and both would be multiplied
    const margin = 'scrollMargin' in IntersectionObserver.prototype ? { scrollMargin: WATCHED } : { rootMargin: WATCHED };
    this.#afar = new IntersectionObserver((entries) => this.#noteEnds(entries), { root: document, ...margin });
    addEventListener('scrollend', (event) => this.#scrolled(event), { passive: true, capture: true, signal });
    signal.addEventListener('abort', () => {
      this.#near.disconnect();
      this.#afar.disconnect();
      this.#groups.clear();
    });
  }

  observe(element: Element): void {
    let group = this.#open;
    if (!group || group.members.size >= GROUP) {
      this.#sweep();
      group = newGroup([]);
      this.#groups.add(group);
      this.#open = group;
    }
    const member: Member = { element: new WeakRef(element), group, state: 'unseen', top: 0, bottom: 0 };
    group.members.add(member);
    this.#members.set(element, member);
    this.#near.observe(element);
  }

  unobserve(element: Element): void {
    const member = this.#members.get(element);
    if (!member) return;
    this.#drop(member);
    this.#near.unobserve(element);
    this.#members.delete(element);
  }

  #drop(member: Member): void {
    const { group } = member;
    if (group.ends.includes(member)) {
      this.#wake(group);
      this.#watch(group, []);
    }
    group.members.delete(member);
    if (group.members.size > 0) return;
    this.#groups.delete(group);
    if (this.#open === group) this.#open = null;
  }

  /** Elements that were collected before anybody took them out leave a member behind: with each new group a few others are looked through. */
  #sweep(): void {
    let left = SWEPT;
    for (const group of this.#groups) {
      if (left-- === 0) return;
      for (const member of group.members) if (!member.element.deref()) this.#drop(member);
      // to the end of the queue
      if (this.#groups.delete(group)) this.#groups.add(group);
    }
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    const touched = new Set<Group>();
    const y = scrollY;
    for (const { target, boundingClientRect, isIntersecting } of entries) {
      const member = this.#members.get(target);
      if (!member) continue;
      const { top, bottom, width, height } = boundingClientRect;
      member.top = top + y;
      member.bottom = bottom + y;
      const shown = width > 0 || height > 0;
      member.state = !shown ? 'hidden' : isIntersecting ? 'near' : 'far';
      touched.add(member.group);
    }
    for (const group of touched)
      if (group.ends.length === 0 && (group !== this.#open || group.members.size >= GROUP)) this.#findEnds(group);
  }

  /** Splits a group that is too high, and has the ends of each part watched. */
  #findEnds(group: Group): void {
    const { members } = group;
    for (const { state } of members) if (state === 'unseen' || state === 'hidden') return;
    const all = [...members];
    const high = all.reduce((a, b) => (b.top < a.top ? b : a));
    const low = all.reduce((a, b) => (b.bottom > a.bottom ? b : a));
    if (all.length > 2 && low.bottom - high.top > MOST_SCREENS * innerHeight) {
      const rest = newGroup(all.slice(all.length >> 1));
      this.#groups.add(rest);
      for (const member of rest.members) {
        members.delete(member);
        member.group = rest;
      }
      this.#findEnds(group);
      this.#findEnds(rest);
    } else this.#watch(group, [high, low]);
  }

  #watch(group: Group, ends: readonly Member[]): void {
    for (const member of group.ends) withElement(member, (end) => this.#afar.unobserve(end));
    group.ends = ends;
    group.foundAt = performance.now();
    for (const member of ends) withElement(member, (end) => this.#afar.observe(end));
  }

  #noteEnds(entries: readonly IntersectionObserverEntry[]): void {
    const left = new Set<Group>();
    for (const { target, isIntersecting } of entries) {
      const group = this.#members.get(target)?.group;
      if (!group || group.ends.length === 0) continue;
      if (isIntersecting) this.#wake(group);
      else left.add(group);
    }
    for (const group of left)
      if (!isAfar(group)) this.#wake(group);
      else if (!group.asleep && [...group.members].every(({ state }) => state === 'far')) this.#sleep(group);
  }

  /** The page may have been laid out anew since the ends were found. */
  #sleep(group: Group): void {
    if (performance.now() - group.foundAt > FRESH_MS) {
      const [high, low] = group.ends;
      for (const member of group.members) placeNow(member);
      this.#findEnds(group);
      if (group.ends[0] !== high || group.ends[1] !== low) return;
    }
    group.asleep = true;
    for (const member of group.members) withElement(member, (element) => this.#near.unobserve(element));
  }

  /** A jump into the middle of a group that has grown since it fell asleep passes by its ends. */
  #scrolled({ target }: Event): void {
    if (target === document) {
      if (Math.abs(scrollY - this.#lookedAt) < JUMP_SCREENS * innerHeight) return;
      this.#lookedAt = scrollY;
    }
    for (const group of this.#groups) if (group.asleep && !isAfar(group)) this.#wake(group);
  }

  /** Its places are told anew. */
  #wake(group: Group): void {
    if (!group.asleep) return;
    group.asleep = false;
    for (const member of group.members) withElement(member, (element) => this.#near.observe(element));
  }
}

function withElement({ element }: Member, take: (element: Element) => void): void {
  const there = element.deref();
  if (there) take(there);
}

function newGroup(members: readonly Member[]): Group {
  return { members: new Set(members), ends: [], asleep: false, foundAt: 0 };
}

/** Whether a group, as its ends stand, is away from the viewport. What is not shown is not. */
function isAfar({ ends }: Group): boolean {
  for (const end of ends) placeNow(end);
  const top = Math.min(...ends.map((end) => end.top)) - scrollY;
  const bottom = Math.max(...ends.map((end) => end.bottom)) - scrollY;
  return bottom < -AFAR_SCREENS * innerHeight || top > (1 + AFAR_SCREENS) * innerHeight;
}

/** What is gone is nowhere, which is not far away: its group is looked at again. */
function placeNow(member: Member): void {
  const there = member.element.deref();
  const { top, bottom } = there ? Element.prototype.getBoundingClientRect.call(there) : { top: 0, bottom: 0 };
  member.top = top + scrollY;
  member.bottom = bottom + scrollY;
}
