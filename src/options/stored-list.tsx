import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t, UI_LANG } from '../ui/page-text.ts';
import { type AreaName, sizeOf, type What, whatIs } from './stored-items.ts';

const { sync, local, session } = browser.storage;
const BYTES = new Intl.NumberFormat(UI_LANG, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
const KILOBYTES = new Intl.NumberFormat(UI_LANG, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });

const sizeText = (bytes: number): string => (bytes < 1024 ? BYTES.format(bytes) : KILOBYTES.format(bytes / 1024));

type Stored = Record<AreaName, Record<string, unknown>>;

/** Everything in storage, by key: what it is, how much, and what is in it. */
export function StoredList() {
  const [stored, setStored] = useState<Stored>();
  useEffect(() => {
    const again = async () => {
      const [synced, here, memory] = await Promise.all([sync.get(null), local.get(null), session.get(null)]);
      setStored({ sync: synced, local: here, session: memory });
    };
    void again();
    browser.storage.onChanged.addListener(again);
    return () => browser.storage.onChanged.removeListener(again);
  }, []);
  if (!stored) return <p class="state">{t('stateReading')}</p>;
  if (Object.values(stored).every((items) => Object.keys(items).length === 0)) return <p class="state">{t('storedNothing')}</p>;
  return (
    <>
      <p class="lead">{t('storedLead')}</p>
      <Area name="sync" title={t('storedSynced')} items={stored.sync} />
      <Area name="local" title={t('storedHere')} items={stored.local} />
      <Area name="session" title={t('storedMemory')} items={stored.session} />
    </>
  );
}

interface AreaProps {
  name: AreaName;
  title: string;
  items: Record<string, unknown>;
}

function Area({ name, title, items }: AreaProps) {
  const keys = Object.keys(items).sort();
  if (keys.length === 0) return null;
  const all = keys.reduce((sum, key) => sum + sizeOf(key, items[key]), 0);
  return (
    <>
      <h3 class="area">
        {title} <small>{sizeText(all)}</small>
      </h3>
      <ul class="stored" data-area={name}>
        {keys.map((key) => (
          <Item key={key} area={name} name={key} value={items[key]} />
        ))}
      </ul>
    </>
  );
}

/** What is in it is drawn when it is opened: it may be much. */
function Item({ area, name, value }: { area: AreaName; name: string; value: unknown }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span>{nameOf(whatIs(area, name))}</span>
          <small>
            <code>{name}</code> · {sizeText(sizeOf(name, value))}
          </small>
        </summary>
        {open && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          <section tabIndex={0} aria-label={name} lang="en">
            <pre>{JSON.stringify(value, null, 2)}</pre>
          </section>
        )}
      </details>
    </li>
  );
}

function nameOf({ kind, form }: What): string {
  const name = kindName(kind);
  return form === 'copy' ? t('storedCopyOf', name) : form === 'aside' ? t('storedAsideOf', name) : name;
}

function kindName(kind: What['kind']): string {
  switch (kind) {
    case 'settings':
      return t('storedSettings');
    case 'waiting':
      return t('storedWaiting');
    case 'known':
      return t('storedKnown');
    case 'own':
      return t('storedOwn');
    case 'plain':
      return t('storedPlain');
    case 'failures':
      return t('storedFailures');
    case 'before':
      return t('storedBefore');
    case 'unfinished':
      return t('storedUnfinished');
    case 'tab':
      return t('storedTab');
    case 'said':
      return t('storedSaid');
    case 'other':
      return t('storedOther');
  }
}
