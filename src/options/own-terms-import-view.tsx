import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { KINDS } from '../glossary/kinds.ts';
import { foldText } from '../recognizer/fold.ts';
import { MOST_OWN_TERMS, newOwnId, type OwnTerm } from '../settings/own-terms.ts';
import type { ReadTerms } from '../settings/own-terms-files.ts';
import { imported, keysOf, planImport } from '../settings/own-terms-import.ts';
import { Choice } from '../ui/controls.tsx';
import { t } from '../ui/page-text.ts';
import { fileFaultText } from './own-terms-texts.ts';

/** Longer lists end with how many more there are. */
const MOST_LISTED = 200;
const MOST_NAMED = 12;

interface Props {
  /** The file's. */
  name: string;
  read: ReadTerms;
  own: OwnTerm[];
  bundled: ReadonlyMap<string, string>;
  /** Stores the list; resolves to what went wrong, if anything. */
  onImport(next: (own: OwnTerm[]) => OwnTerm[], done: string): Promise<string | undefined>;
  onClose(): void;
}

/** What a file would bring, before anything is stored: all its faults, and what shares a name with own terms. */
export function OwnTermsImport({ name, read, own, bundled, onImport, onClose }: Props) {
  const plan = useMemo(() => planImport(read, own, foldText), [read, own]);
  const [onClash, setOnClash] = useState<'keep' | 'replace'>('keep');
  const [refused, setRefused] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each file
  useEffect(() => heading.current?.focus(), [read]);

  const { fresh, clashes, same, faults, unknown } = plan;
  const count = fresh.length + (onClash === 'replace' ? clashes.length : 0);
  const before = new Set(
    fresh.flatMap(({ draft }) =>
      [...keysOf(draft, foldText)].map((key) => bundled.get(key)).filter((each) => each !== undefined),
    ),
  );
  const doImport = async () => {
    try {
      imported(own, plan, onClash, newOwnId);
    } catch {
      setRefused(t('faultTooManyTerms', String(own.length + count), String(MOST_OWN_TERMS)));
      return;
    }
    if (
      (await onImport(
        // the list may be another one by then
        (now) => imported(now, planImport(read, now, foldText), onClash, newOwnId),
        t('imported', String(count)),
      )) === undefined
    )
      onClose();
  };

  return (
    <section class="panel" aria-labelledby="import-heading">
      <h2 id="import-heading" ref={heading} tabIndex={-1}>
        {t('importFrom', name)}
      </h2>
      <ul class="sums">
        <li>{t('importNew', String(fresh.length))}</li>
        {clashes.length > 0 && <li>{t('importClashes', String(clashes.length))}</li>}
        {same > 0 && <li>{t('importSame', String(same))}</li>}
        {faults.length > 0 && <li class="warning">{t('importFaults', String(faults.length))}</li>}
      </ul>
      {faults.length > 0 && (
        <>
          <h3>{t('importFaultsHeading')}</h3>
          <List texts={faults.map(fileFaultText)} />
        </>
      )}
      {clashes.length > 0 && (
        <>
          <h3>{t('importClashesHeading')}</h3>
          <List
            texts={clashes.map(({ read: { line, draft }, own: mine }) =>
              t('importClash', String(line), draft.name, mine.map((term) => term.name).join(', ')),
            )}
          />
          <Choice
            name="onClash"
            label={t('importOnClash')}
            value={onClash}
            onChange={(value) => setOnClash(value)}
            values={[
              ['keep', t('importKeep')],
              ['replace', t('importReplace')],
            ]}
          />
        </>
      )}
      {unknown.length > 0 && <p>{t('importUnknown', unknown.slice(0, MOST_NAMED).join(', '))}</p>}
      {before.size > 0 && <p>{t('ownGoesBefore', named([...before]))}</p>}
      {refused !== undefined && (
        <p class="fault" role="alert">
          {refused}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="primary" disabled={count === 0} onClick={() => void doImport()}>
          {t('importThese', String(count))}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </section>
  );
}

function List({ texts }: { texts: readonly string[] }) {
  const rest = texts.length - MOST_LISTED;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and keys must reach it
    <ul class="listed" tabIndex={0}>
      {texts.slice(0, MOST_LISTED).map((text) => (
        <li key={text}>{text}</li>
      ))}
      {rest > 0 && <li>{t('andMore', String(rest))}</li>}
    </ul>
  );
}

function named(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` ${t('andMore', String(rest))}` : '');
}

const EXAMPLE = `name,surfaces,kind,is,url,exact
Veyron,베이론|veyron-gw,service,Our gateway before all services,https://wiki.example/veyron,false`;

/** How a file must look. */
export function FileHelp() {
  return (
    <details class="help">
      <summary>{t('fileHelp')}</summary>
      <p>{t('fileHelpCsv')}</p>
      <pre>
        <code>{EXAMPLE}</code>
      </pre>
      <p>{t('fileHelpJson')}</p>
      <p>{t('fileHelpKinds', KINDS.join(', '))}</p>
      <p>{t('fileHelpFormula')}</p>
    </details>
  );
}
