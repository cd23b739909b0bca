/** The rule of `mark.css` for one highlight name: all that a shadow root needs. A test holds the two together. */

/** Line, and fill where the mark is tinted. */
const COLORS: Readonly<Record<string, readonly [line: string, fill: string]>> = {
  text: ['currentColor', '125 130 140 / 0.18'],
  blue: ['#2f81e0', '47 129 224 / 0.16'],
  green: ['#2c9150', '44 145 80 / 0.16'],
  orange: ['#d06414', '208 100 20 / 0.16'],
  violet: ['#9568e0', '149 104 224 / 0.16'],
  gray: ['#7d828c', '125 130 140 / 0.18'],
};

export function shadowRule(name: string): string {
  const [, style = '', color = 'text'] = name.split('-');
  const [line, fill] = COLORS[color] ?? ['currentColor', ''];
  const width = style === 'dotted' ? 2 : 1;
  const drawn = style === 'solid' || style === 'tint' ? 'solid' : 'dotted';
  const tint = style === 'tint' ? `;background-color:rgb(${fill})` : '';
  return `@media not print{::highlight(${name}){text-decoration:underline ${drawn} ${width}px ${line};text-underline-offset:22%${tint}}}`;
}
