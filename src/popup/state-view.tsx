import { t } from '../ui/page-text.ts';
import type { PopupState } from './state.ts';

interface Props {
  state: PopupState;
  terms: number;
  mentions: number;
  onTurnOn(): void;
  onTurnOnHere(): void;
  onAsk(): void;
}

/** One calm line on what is to be seen here, and what the reader can do about it. The line is said aloud when it changes. */
export function StateView(props: Props) {
  const { state, onTurnOn, onTurnOnHere, onAsk } = props;
  return (
    <div class="state" data-state={state}>
      <p role="status">{lineOf(props)}</p>
      {state === 'off' && <Action text={t('turnOn')} onClick={onTurnOn} />}
      {state === 'off-here' && <Action text={t('turnOnHere')} onClick={onTurnOnHere} />}
      {state === 'no-access' && <Action text={t('grantAccess')} onClick={onAsk} />}
    </div>
  );
}

function Action({ text, onClick }: { text: string; onClick(): void }) {
  return (
    <button type="button" class="primary" onClick={onClick}>
      {text}
    </button>
  );
}

function lineOf({ state, terms, mentions }: Props): string {
  switch (state) {
    case 'off':
      return t('stateOff');
    case 'off-here':
      return t('stateOffHere');
    case 'no-access':
      return t('stateNoAccess');
    case 'unreadable':
      return t('stateUnreadable');
    case 'reading':
      return t('stateReading');
    case 'so-far':
      return t('stateSoFar', String(terms), String(mentions));
    case 'found':
      return t('stateFound', String(terms), String(mentions));
    case 'nothing':
      return t('stateNothing');
  }
}
