import { CARD_TEXT } from './card-text.ts';
import { LineIcon } from './line-icon.tsx';

/** What the reader can do with a card that stands in a page. What has no function is not offered. */
export interface CardActions {
  known: boolean;
  onKnow?: ((known: boolean) => void) | undefined;
  /** Called wrong here, so that it is plain on this site. */
  plain: boolean;
  onPlain?: ((plain: boolean) => void) | undefined;
  pinned: boolean;
  onPin(pinned: boolean): void;
  onCopy(): void;
  said: Said | null;
}

/** What an action has done, and what can be done about it. */
export interface Said {
  text: string;
  onUndo?: (() => void) | undefined;
  onReport?: (() => void) | undefined;
  /** A text that could not be put on the clipboard: it is shown, selected. */
  take?: string | undefined;
}

/** Small buttons with names. They stay where they are when pressed, so that the focus does too. */
export function ActionRow({ lang, actions }: { lang: 'en' | 'ko'; actions: CardActions }) {
  const text = CARD_TEXT[lang];
  const { known, onKnow, plain, onPlain, pinned, onPin, onCopy } = actions;
  return (
    <ul class="actions" aria-label={text.actions}>
      {onKnow && <Action icon="know" name={text.know} pressed={known} onPress={() => onKnow(!known)} />}
      {onPlain && <Action icon="wrong" name={text.wrong} pressed={plain} onPress={() => onPlain(!plain)} />}
      <Action icon="copy" name={text.copy} onPress={onCopy} />
      <Action icon="pin" name={text.pin} pressed={pinned} onPress={() => onPin(!pinned)} />
    </ul>
  );
}

interface ActionProps {
  icon: 'know' | 'wrong' | 'copy' | 'pin';
  name: string;
  pressed?: boolean;
  onPress(): void;
}

function Action({ icon, name, pressed, onPress }: ActionProps) {
  return (
    <li>
      <button type="button" class="action" aria-label={name} title={name} aria-pressed={pressed} onClick={onPress}>
        <LineIcon name={icon} />
      </button>
    </li>
  );
}

/** What an action has done, spoken by screen readers: the status stands from the start, its words come later. */
export function SaidRow({ lang, said }: { lang: 'en' | 'ko'; said: Said | null }) {
  const text = CARD_TEXT[lang];
  return (
    <div class={said ? 'said' : 'said empty'}>
      <p role="status">{said?.text}</p>
      {said?.onUndo && (
        <button type="button" onClick={said.onUndo}>
          {text.undo}
        </button>
      )}
      {said?.onReport && (
        <button type="button" onClick={said.onReport}>
          {text.report}
        </button>
      )}
      {said?.take !== undefined && <textarea readOnly rows={5} aria-label={said.text} value={said.take} ref={selectAll} />}
    </div>
  );
}

function selectAll(area: HTMLTextAreaElement | null): void {
  area?.focus({ preventScroll: true });
  area?.select();
}
