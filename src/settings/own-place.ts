/** Where in our own files an error came from: file, line and column, and nothing else of it. */

/** `root`: the address of our files. '' where none of them is named. */
export function ownPlace(error: unknown, root: string): string {
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : '';
  const at = root === '' ? -1 : stack.indexOf(root);
  if (at < 0) return '';
  return /^[\w./-]{1,100}:\d{1,7}(?::\d{1,7})?/.exec(stack.slice(at + root.length))?.[0] ?? '';
}

export const ERROR_NAMES = [
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'SecurityError',
  'InvalidStateError',
  'NotFoundError',
  'HierarchyRequestError',
] as const;
export type ErrorName = (typeof ERROR_NAMES)[number];

/** The name of an error, if it is one of the usual ones: a page can make errors of any name. */
export function errorName(error: unknown): ErrorName {
  const name = error instanceof Error || error instanceof DOMException ? String(error.name) : '';
  return ERROR_NAMES.find((each) => each === name) ?? 'Error';
}
