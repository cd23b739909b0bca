import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { useSettings } from '../settings/use-settings.ts';
import { requestAccess } from '../ui/access.ts';
import { t } from '../ui/page-text.ts';
import { faultText } from '../ui/settings-fault.ts';
import { useDark } from '../ui/use-dark.ts';
import { SettingsView } from './settings-view.tsx';
import { stackOf } from './stack.ts';
import { StackActions } from './stack-actions.tsx';
import { StackView } from './stack-view.tsx';
import { stateOf } from './state.ts';
import { StateView } from './state-view.tsx';
import type { Seen, TabWatch } from './watch.ts';

/** The popup in two glances: is Termlight on here, and what is in this post. */
export function Popup({ watch }: { watch: TabWatch }) {
  const { settings, loaded, saved, change } = useSettings();
  const seen = useSeen(watch);
  const dark = useDark(settings.theme);
  const main = useRef<HTMLInputElement>(null);
  const state = stateOf(seen, settings);
  const stack = useMemo(() => stackOf(seen.terms, seen.facts), [seen.terms, seen.facts]);
  const { host, url, title } = seen.tab === undefined || seen.tab === 'none' ? NOWHERE : seen.tab;
  const onHere = !settings.offSites.includes(host);
  const listed = (state === 'found' || state === 'so-far') && stack.length > 0;

  const switchAll = (on: boolean) => change({ on });
  const switchSite = (on: boolean) =>
    change(({ offSites }) => ({ offSites: [...offSites.filter((h) => h !== host), ...(on ? [] : [host])] }));
  /** The button that was pressed goes: the focus stays in the popup. */
  const fromButton = (then: () => void) => () => {
    then();
    main.current?.focus();
  };

  return (
    <>
      <header>
        <h1>Termlight</h1>
        <label class="switch">
          <span>{settings.on ? t('on') : t('off')}</span>
          <input
            ref={main}
            type="checkbox"
            role="switch"
            aria-label={t('switchAll')}
            checked={settings.on}
            aria-checked={settings.on}
            onChange={(e) => switchAll(e.currentTarget.checked)}
          />
        </label>
      </header>
      {host !== '' && (
        <label class="row site">
          <span>
            {t('onThisSite')}
            <small>{host}</small>
          </span>
          <input
            type="checkbox"
            role="switch"
            checked={onHere}
            aria-checked={onHere}
            disabled={!settings.on}
            onChange={(e) => switchSite(e.currentTarget.checked)}
          />
        </label>
      )}
      <section class="page" aria-label={t('stack')}>
        <div class="top">
          {listed && <h2>{t('stack')}</h2>}
          {listed && <StackActions page={{ title, url }} stack={stack} dark={dark} />}
        </div>
        <StateView
          state={state}
          terms={seen.terms.length}
          mentions={seen.terms.reduce((sum, term) => sum + term.count, 0)}
          onTurnOn={fromButton(() => switchAll(true))}
          onTurnOnHere={fromButton(() => switchSite(true))}
          onAsk={() => void requestAccess().catch(() => false)}
        />
        {listed && (
          <StackView
            stack={stack}
            dark={dark}
            onShow={({ id, frame }) => {
              watch.show(id, frame);
              // the card opens in the page, which must have the focus
              setTimeout(() => window.close(), 0);
            }}
          />
        )}
      </section>
      <div class="notes" role="status">
        {loaded.fault !== undefined && <p class="fault">{faultText(loaded.fault)}</p>}
        {!saved && <p class="fault">{t('notSaved')}</p>}
        {saved && loaded.localOnly && <p class="note">{t('localOnly')}</p>}
      </div>
      <div class="foot">
        <SettingsView settings={settings} onChange={change} />
        <button type="button" class="all" onClick={() => void browser.runtime.openOptionsPage().then(() => window.close())}>
          {t('allOptions')}
        </button>
      </div>
    </>
  );
}

const NOWHERE = { host: '', url: '', title: '' };

function useSeen(watch: TabWatch): Seen {
  const [seen, setSeen] = useState(watch.seen);
  useEffect(() => {
    setSeen(watch.seen);
    return watch.listen(() => setSeen(watch.seen));
  }, [watch]);
  return seen;
}
