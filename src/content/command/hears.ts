/** Which frame of a tab a shortcut is for, and whether what arrived is a command at all. */
import type { TabCommand } from '../../messages.ts';

const COMMANDS: ReadonlySet<string> = new Set<TabCommand['command']>(['next', 'previous', 'look-up']);
/** They hold a document of their own, which hears the command too. */
const FRAMES: ReadonlySet<string> = new Set(['iframe', 'frame', 'object', 'embed', 'fencedframe']);

/** The command in a message of the background; null for any other message. */
export function commandIn(message: unknown): TabCommand | null {
  if (typeof message !== 'object' || message === null || !('command' in message)) return null;
  const { command } = message;
  if (typeof command !== 'string' || !COMMANDS.has(command)) return null;
  if ('text' in message && (typeof message.text !== 'string' || command !== 'look-up')) return null;
  return message as TabCommand;
}

/** Whether this frame answers a shortcut: it has the focus, and none of its own frames; the tab's top page where no frame has it. */
export function hasFocus(page: Document, top: boolean): boolean {
  if (!page.hasFocus()) return top;
  let active = page.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === null || !FRAMES.has(active.localName);
}

/** Whether a key belongs to a shortcut, ours perhaps: it says nothing of what the reader does in the page. */
export function isShortcut(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.key === 'Shift';
}
