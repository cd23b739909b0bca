import browser from 'webextension-polyfill';
import { t, UI_LANG } from '../ui/page-text.ts';
import { type Fault, type Faults, faultReport } from './faults.ts';
import { useSay } from './notice.tsx';
import { leaveRow } from './row-focus.ts';

const WHEN = new Intl.DateTimeFormat(UI_LANG, { dateStyle: 'medium', timeStyle: 'short' });

/** What went wrong lately, to read, to copy into a report, and to put away. */
export function FaultsView({ faults: { list, reread } }: { faults: Faults }) {
  const say = useSay();
  const copy = async () => {
    try {
      const program = `Termlight ${browser.runtime.getManifest().version}, ${navigator.userAgent}`;
      await navigator.clipboard.writeText(faultReport(list, program));
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
  if (list.length === 0) return <p class="state">{t('faultsNone')}</p>;
  return (
    <>
      <p class="lead">{t('faultsLead')}</p>
      <p>
        <button type="button" class="quiet" onClick={() => void copy()}>
          {t('copyFaults')}
        </button>
      </p>
      <ul class="faults">
        {list.map((fault) => (
          <One key={fault.aside ?? fault.fault} fault={fault} onForget={forget} />
        ))}
      </ul>
    </>
  );
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
