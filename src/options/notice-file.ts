/** The package's NOTICE, in parts: what is bundled with its license, and the words between. */
export interface Part {
  /** The first line of an item, without its address. */
  title?: string;
  url?: string;
  text: string;
}

/** Paragraphs stand between blank lines; an item is a line followed by indented ones. */
export function readNotice(notice: string): Part[] {
  return notice
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const [first = '', ...rest] = paragraph.split('\n');
      if (rest.length === 0 || !rest.every((line) => /^\s/.test(line))) return { text: join([first, ...rest]) };
      const named = /^(.*?)\s*\((https:\/\/[^\s)]+)\)$/.exec(first);
      return named ? { title: named[1] ?? '', url: named[2] ?? '', text: join(rest) } : { title: first, text: join(rest) };
    });
}

function join(lines: string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}
