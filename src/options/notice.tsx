/** One line at the foot of the page that says what was done, with a way back. It stays until the next one, another view, or until it is closed. */
import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../ui/page-text.ts';
import { readRoute } from './route.ts';

interface Notice {
  text: string;
  undo?: () => void;
  fault?: boolean;
}

const Say = createContext<(notice: Notice | undefined) => void>(() => {});

/** Says something; `undefined` takes the last word back. */
export const useSay = () => useContext(Say);

export function Notices({ children }: { children: ComponentChildren }) {
  const [notice, setNotice] = useState<Notice>();
  const say = useCallback((next: Notice | undefined) => setNotice(next), []);
  useEffect(() => {
    const moved = ({ oldURL, newURL }: HashChangeEvent) => {
      if (viewOf(oldURL) !== viewOf(newURL)) setNotice(undefined);
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const close = useRef<HTMLButtonElement>(null);
  const undo = () => {
    close.current?.focus();
    notice?.undo?.();
    setNotice({ text: t('undone') });
  };
  const putAway = () => {
    document.querySelector('h1')?.focus();
    setNotice(undefined);
  };
  return (
    <Say.Provider value={say}>
      {children}
      <div class="notices" role="status">
        {notice && (
          <div class={`notice ${notice.fault ? 'fault' : ''}`}>
            <p>{notice.text}</p>
            {notice.undo && (
              <button type="button" class="plain" onClick={undo}>
                {t('undo')}
              </button>
            )}
            <button type="button" ref={close} class="plain close" aria-label={t('closeNotice')} onClick={putAway}>
              <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
                <path d="M6 6l12 12M18 6L6 18" />
              </svg>
            </button>
          </div>
        )}
      </div>
    </Say.Provider>
  );
}

const viewOf = (address: string) => readRoute(new URL(address).hash).view;
