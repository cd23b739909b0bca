import { useEffect, useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { foldText } from '../recognizer/fold.ts';
import { type BackupFault, MOST_BACKUP_BYTES, type ReadBackup, readBackup, writeBackup } from '../settings/backup.ts';
import { type Everything, readEverything, type Stores } from '../settings/everything.ts';
import { MOST_OWN_TERMS } from '../settings/own-terms.ts';
import { decodeFile } from '../settings/own-terms-files.ts';
import {
  BEFORE_RESTORE_KEY,
  beforeRestore,
  type Changes,
  changesOf,
  type OwnTermsMode,
  restore,
  restored,
  takeBackRestore,
  tooManyOwn,
} from '../settings/restore.ts';
import { Choice } from '../ui/controls.tsx';
import { t, UI_LANG } from '../ui/page-text.ts';
import { download, fileName } from './download.ts';
import { FileButton } from './file-button.tsx';
import { useSay } from './notice.tsx';
import { knownStore, ownTerms, plainHere, settingsStore, useStored } from './stored.ts';

const { local } = browser.storage;
const stores: Stores = { settings: settingsStore, known: knownStore, own: ownTerms, plainHere };
const DAY = new Intl.DateTimeFormat(UI_LANG, { dateStyle: 'long', timeStyle: 'short' });

interface OpenFile {
  name: string;
  read: ReadBackup | BackupFault[];
  here: Everything;
}

/** Everything that the reader made or chose, in one file, and back. */
export function BackupView() {
  const ids = useIds();
  const [before, reread] = useStored(async () => ({ copy: await beforeRestore(local, await readIds()) }), isCopy);
  const [file, setFile] = useState<OpenFile>();
  const say = useSay();
  const failed = (error: unknown) => say({ text: t('changeNotSaved', textOf(error)), fault: true });
  if (!ids) return <p class="state">{t('stateReading')}</p>;

  const save = async () => {
    try {
      download(writeBackup(await readEverything(stores), ids), fileName('backup', 'json'), 'application/json');
    } catch (error) {
      say({ text: t('backupFailed', textOf(error)), fault: true });
    }
  };
  const open = async (chosen: File) => {
    try {
      setFile({ name: chosen.name, read: await readFile(chosen, ids), here: await readEverything(stores) });
    } catch (error) {
      say({ text: t('backupFailed', textOf(error)), fault: true });
    }
  };
  const takeBack = async (copy: ReadBackup) => {
    try {
      await takeBackRestore(stores, local, copy);
      say({ text: t('restoreTakenBack') });
    } catch (error) {
      failed(error);
    }
    reread();
  };
  const doRestore = async (nextOf: (here: Everything) => Everything) => {
    try {
      // what was changed since the file was opened stays
      const here = await readEverything(stores);
      const next = nextOf(here);
      const kept = await restore(stores, local, here, next, ids);
      setFile(undefined);
      say({
        text: kept === 'local' ? `${t('restoreDone')} ${t('keptHereOnly')}` : t('restoreDone'),
        undo: () => void beforeRestore(local, ids).then((copy) => copy && takeBack(copy), failed),
      });
    } catch (error) {
      failed(error);
    }
    reread();
  };

  return (
    <>
      <section aria-labelledby="backup-heading">
        <h2 id="backup-heading">{t('backupHeading')}</h2>
        <p class="lead">{t('backupLead')}</p>
        <div class="buttons">
          <button type="button" class="primary" onClick={() => void save()}>
            {t('backupSave')}
          </button>
        </div>
      </section>
      <section aria-labelledby="restore-heading">
        <h2 id="restore-heading">{t('restoreHeading')}</h2>
        <p class="lead">{t('restoreLead')}</p>
        <div class="buttons">
          <FileButton accept=".json,application/json" onFile={(chosen) => void open(chosen)}>
            {t('restoreOpen')}
          </FileButton>
        </div>
        {file && (
          <Restore
            key={file.name}
            file={file}
            onRestore={(nextOf) => void doRestore(nextOf)}
            onClose={() => setFile(undefined)}
          />
        )}
      </section>
      {before?.copy && (
        <section aria-labelledby="before-heading">
          <h2 id="before-heading">{t('beforeHeading')}</h2>
          <p class="lead">{t('beforeLead', madeText(before.copy))}</p>
          <div class="buttons">
            <button type="button" class="quiet" onClick={() => before.copy && void takeBack(before.copy)}>
              {t('beforeGoBack')}
            </button>
          </div>
        </section>
      )}
    </>
  );
}

interface RestoreProps {
  file: OpenFile;
  /** Everything as it is to be, from what is here by then. */
  onRestore(nextOf: (here: Everything) => Everything): void;
  onClose(): void;
}

/** What the file would change, or all that is wrong with it. */
function Restore({ file: { name, read, here }, onRestore, onClose }: RestoreProps) {
  const [mode, setMode] = useState<OwnTermsMode>('merge');
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each file
  useEffect(() => heading.current?.focus(), [read]);
  const title = (
    <h3 ref={heading} tabIndex={-1} class="file">
      {name}
    </h3>
  );
  if (Array.isArray(read))
    return (
      <div class="panel">
        {title}
        <p class="fault">{t('restoreRefused')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and keys must reach it */}
        <ul class="listed" tabIndex={0}>
          {read.map((fault) => (
            <li key={`${fault.path} ${fault.detail}`}>{faultText(fault)}</li>
          ))}
        </ul>
        <div class="buttons">
          <button type="button" class="quiet" onClick={onClose}>
            {t('close')}
          </button>
        </div>
      </div>
    );
  const nextOf = (now: Everything) => restored(now, read.everything, mode, foldText);
  const next = nextOf(here);
  const lines = changeLines(changesOf(here, next));
  const many = tooManyOwn(next);
  return (
    <div class="panel">
      {title}
      {read.made !== undefined && <p class="state">{t('restoreMade', madeText(read))}</p>}
      {here.own.length > 0 && read.everything.own.length > 0 && (
        <Choice
          name="ownMode"
          label={t('restoreOwnMode')}
          value={mode}
          onChange={(value) => setMode(value)}
          values={[
            ['merge', t('restoreMerge')],
            ['replace', t('restoreReplace')],
          ]}
        />
      )}
      <div role="status">
        <p>{lines.length > 0 ? t('restoreChanges') : t('restoreNoChanges')}</p>
        <ul class="sums">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {read.unknown.length > 0 && <p class="warning">{t('restoreUnknown', read.unknown.slice(0, 12).join(', '))}</p>}
        {many && <p class="fault">{t('faultTooManyTerms', String(next.own.length), String(MOST_OWN_TERMS))}</p>}
      </div>
      <div class="buttons">
        <button type="button" class="primary" disabled={lines.length === 0 || many} onClick={() => onRestore(nextOf)}>
          {t('restoreThis')}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}

function changeLines({ settings, known, own, plainHere: sites }: Changes): string[] {
  const lines: [number, string][] = [
    [settings.length, t('restoreSettings', String(settings.length))],
    [known.added + known.changed, t('restoreKnown', String(known.added), String(known.changed))],
    [own.added + own.changed + own.removed, t('restoreOwn', String(own.added), String(own.changed), String(own.removed))],
    [sites, t('restoreSites', String(sites))],
  ];
  return lines.filter(([count]) => count > 0).map(([, line]) => line);
}

function faultText({ problem, line = 0, column = 0, path = '', detail = '', version = 0 }: BackupFault): string {
  switch (problem) {
    case 'tooLarge':
      return t('faultTooLarge', String(MOST_BACKUP_BYTES / 1_000_000));
    case 'syntax':
      return t('faultAtColumn', String(line), String(column), t('faultSyntax'));
    case 'notABackup':
      return t('faultNotABackup');
    case 'newer':
      return t('faultNewerBackup', String(version));
    case 'damaged':
      return t('faultDamaged', path, detail);
  }
}

async function readFile(file: File, ids: readonly string[]): Promise<ReadBackup | BackupFault[]> {
  if (file.size > MOST_BACKUP_BYTES) return [{ problem: 'tooLarge' }];
  const text = decodeFile(new Uint8Array(await file.arrayBuffer()));
  return text === undefined ? [{ problem: 'notABackup' }] : readBackup(text, ids);
}

function madeText({ made = '' }: ReadBackup): string {
  const time = Date.parse(made);
  return Number.isNaN(time) ? '?' : DAY.format(time);
}

const isCopy = (key: string): boolean => key === BEFORE_RESTORE_KEY;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Ids of terms by stable number. */
function readIds(): Promise<string[]> {
  return fetch(browser.runtime.getURL('glossary/numbers.json')).then((file) => file.json());
}

function useIds(): string[] | undefined {
  const [ids, setIds] = useState<string[]>();
  useEffect(() => void readIds().then(setIds), []);
  return ids;
}
