/** Small drawings for buttons, in the text's color: 24×24, strokes. */
export const LINES = {
  back: 'M14.5 6l-6 6 6 6',
  close: 'M7 7l10 10M17 7L7 17',
  know: 'M5 12.5l4.6 4.6L19 7.6',
  wrong: 'M6.5 20V4.5h11l-2.6 4.2 2.6 4.3h-11',
  pin: 'M9 4h6l-.8 6.2 3 2.6v1.7H6.8v-1.7l3-2.6zM12 14.5V20',
  copy: 'M9 9h10.5v10.5H9zM15 5.5V4.5H4.5V15h1.5',
  compare: 'M4.5 8.5h14l-3.2-3.2M19.5 15.5h-14l3.2 3.2',
} as const;

export function LineIcon({ name }: { name: keyof typeof LINES }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
      <path d={LINES[name]} />
    </svg>
  );
}
