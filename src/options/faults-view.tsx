import browser from 'webextension-polyfill';
import { FAILURES_KEY, type Failure, type Part } from '../settings/failures.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { type Fault, type Faults, faultReport } from './faults.ts';
import { useSay } from './notice.tsx';
import { leaveRow } from './row-focus.ts';

/** Days are counted in UTC. */
const DAY = new Intl.DateTimeFormat(UI_LANG, { dateStyle: 'medium', timeZone: 'UTC' });
const WHEN = new Intl.DateTimeFormat(UI_LANG, { dateStyle: 'medium', timeStyle: 'short' });

/** What went wrong lately, to read, to copy into a report, and to put away. */
export function FaultsView({ faults: { list, failures, reread } }: { faults: Faults }) {
  const say = useSay();
  const copy = async () => {
    try {
      const program = `Termlight ${browser.runtime.getManifest().version}, ${navigator.userAgent}`;
      await navigator.clipboard.writeText(faultReport(list, failures, program));
      say({ text: t('copied') });
    } catch (error) {
      say({ text: t('notCopied', String(error)), fault: true });
    }
  };
  const forget = async (key: string) => {
    const { local } = browser.storage;
    const kept = await local.get(key);
    await local.remove(key);
    reread();
    say({ text: t('faultForgotten'), undo: () => void local.set(kept).then(reread) });
  };
  const eraseFailures = async () => {
    const { local } = browser.storage;
    try {
      await local.remove(FAILURES_KEY);
      reread();
      say({ text: t('failuresErased') });
    } catch (error) {
      say({ text: t('changeNotSaved', String(error)), fault: true });
    }
  };
  return (
    <>
      {list.length + failures.length > 0 && (
        <p>
          <button type="button" class="quiet" onClick={() => void copy()}>
            {t('copyFaults')}
          </button>
        </p>
      )}
      <section aria-labelledby="asides">
        <h2 id="asides">{t('asidesHeading')}</h2>
        <p class={list.length > 0 ? 'lead' : 'state'}>{list.length > 0 ? t('faultsLead') : t('faultsNone')}</p>
        <ul class="faults">
          {list.map((fault) => (
            <One key={fault.aside ?? fault.fault} fault={fault} onForget={forget} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="failures">
        <h2 id="failures" tabIndex={-1}>
          {t('failuresHeading')}
        </h2>
        <p class="lead">{t('failuresLead')}</p>
        {failures.length === 0 ? (
          <p class="state">{t('failuresNone')}</p>
        ) : (
          <>
            <ul class="faults failures">
              {failures.map((failure) => (
                <Failed key={`${failure.part} ${failure.what} ${failure.place}`} failure={failure} />
              ))}
            </ul>
            <button
              type="button"
              class="quiet"
              onClick={() => {
                // the button goes with the list
                document.getElementById('failures')?.focus();
                void eraseFailures();
              }}
            >
              {t('eraseFailures')}
            </button>
          </>
        )}
      </section>
    </>
  );
}

function Failed({ failure: { part, what, place, count, last } }: { failure: Failure }) {
  const day = Date.parse(last);
  return (
    <li>
      <p lang="en">{what}</p>
      <small>
        {partName(part)}
        {place !== '' && (
          <>
            {' · '}
            <code>{place}</code>
          </>
        )}
        {' · '}
        {t('failureTimes', String(count), Number.isNaN(day) ? '?' : DAY.format(day))}
      </small>
    </li>
  );
}

function partName(part: Part): string {
  switch (part) {
    case 'content':
      return t('failureInPage');
    case 'background':
      return t('failureInBackground');
    case 'options':
      return t('failureInOptions');
    case 'popup':
      return t('failureInPopup');
    case 'welcome':
      return t('failureInWelcome');
  }
}

function One({ fault: { fault, on, aside, stored }, onForget }: { fault: Fault; onForget(key: string): Promise<void> }) {
  const time = on === undefined ? Number.NaN : Date.parse(on);
  return (
    <li>
      <p lang="en">{fault}</p>
      {!Number.isNaN(time) && <small>{WHEN.format(time)}</small>}
      {stored !== undefined && (
        <details>
          <summary>{t('faultData')}</summary>
          <textarea readOnly rows={6} aria-label={t('faultData')} value={stored} />
        </details>
      )}
      {aside !== undefined && (
        <button
          type="button"
          class="quiet"
          onClick={(event) => {
            leaveRow(event.currentTarget);
            void onForget(aside);
          }}
        >
          {t('forgetFault')}
        </button>
      )}
    </li>
  );
}
