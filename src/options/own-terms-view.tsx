import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { DirectoryEntry } from '../glossary/card.ts';
import { foldText } from '../recognizer/fold.ts';
import { newOwnId, type OwnTerm } from '../settings/own-terms.ts';
import { type Draft, type ReadTerms, readTermsFile, writeTermsCsv, writeTermsJson } from '../settings/own-terms-files.ts';
import { keysOf } from '../settings/own-terms-import.ts';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { download, fileName } from './download.ts';
import { FileButton } from './file-button.tsx';
import { useSay } from './notice.tsx';
import { OwnTermForm } from './own-term-form.tsx';
import { FileHelp, OwnTermsImport } from './own-terms-import-view.tsx';
import { concernsOwnTerms, ownTerms, useStored } from './stored.ts';

/** More rows than this are shown on demand. */
const ROWS_AT_FIRST = 100;
/** A filter helps from here on. */
const FILTER_FROM = 8;

/** The reader's own terms: recognized at once, wherever they are written. */
export function OwnTermsView() {
  const [stored] = useStored(() => ownTerms.load(), concernsOwnTerms);
  const bundled = useBundled();
  /** Id of the term that is being edited, `new`, or nothing. */
  const [editing, setEditing] = useState<string>();
  const [file, setFile] = useState<{ name: string; read: ReadTerms }>();
  const adding = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const say = useSay();
  if (!stored) return <p class="state">{t('stateReading')}</p>;
  const own = stored.value;

  /** Stores a change; resolves to what went wrong, if anything. */
  const change = async (next: (terms: OwnTerm[]) => OwnTerm[], done: string, undone?: (terms: OwnTerm[]) => OwnTerm[]) => {
    try {
      await ownTerms.change(next);
      say({ text: done, ...(undone && { undo: () => void change(undone, t('undone')) }) });
      return undefined;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      say({ text: t('changeNotSaved', text), fault: true });
      return text;
    }
  };
  const save = (id: string | undefined) => async (draft: Draft) => {
    const term = { ...draft, id: id ?? newOwnId() };
    const failed = await change(
      (terms) => (id === undefined ? [...terms, term] : terms.map((each) => (each.id === id ? term : each))),
      t('ownSaved', draft.name),
    );
    if (failed === undefined) close(id);
    return failed;
  };
  /** Ends editing; the focus goes back to where it began. */
  const close = (id: string | undefined) => {
    setEditing(undefined);
    requestAnimationFrame(() =>
      id === undefined ? adding.current?.focus() : list.current?.querySelector<HTMLElement>(`#edit-${id}`)?.focus(),
    );
  };
  const remove = async (term: OwnTerm, row: HTMLElement | null) => {
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const at = own.indexOf(term);
    const failed = await change(
      (terms) => terms.filter((each) => each.id !== term.id),
      t('ownDeleted', term.name),
      (terms) => (terms.some((each) => each.id === term.id) ? terms : terms.toSpliced(at, 0, term)),
    );
    if (failed === undefined) (beside?.querySelector<HTMLElement>('.delete') ?? adding.current)?.focus();
  };
  const open = async (chosen: File) => {
    setFile({ name: chosen.name, read: readTermsFile(new Uint8Array(await chosen.arrayBuffer())) });
  };
  const exportTo = (ending: 'csv' | 'json') => {
    const text = ending === 'csv' ? writeTermsCsv(own) : writeTermsJson(own);
    download(text, fileName('terms', ending), ending === 'csv' ? 'text/csv' : 'application/json');
  };
  const formProps = { own, bundled, onCancel: () => close(editing === 'new' ? undefined : editing) };

  return (
    <>
      <p class="lead">{t('ownLead')}</p>
      {stored.fault !== undefined && <p class="fault">{t('listFault', stored.fault)}</p>}
      <div class="buttons">
        <button
          ref={adding}
          type="button"
          class="primary"
          aria-expanded={editing === 'new'}
          onClick={() => setEditing(editing === 'new' ? undefined : 'new')}
        >
          {t('ownAdd')}
        </button>
        <FileButton accept=".csv,.tsv,.txt,.json,text/csv,application/json" onFile={(chosen) => void open(chosen)}>
          {t('importFile')}
        </FileButton>
        <button type="button" class="quiet" disabled={own.length === 0} onClick={() => exportTo('csv')}>
          {t('exportCsv')}
        </button>
        <button type="button" class="quiet" disabled={own.length === 0} onClick={() => exportTo('json')}>
          {t('exportJson')}
        </button>
      </div>
      {editing === 'new' && <OwnTermForm key="new" {...formProps} onSave={save(undefined)} />}
      {file && (
        <OwnTermsImport
          key={file.name}
          name={file.name}
          read={file.read}
          own={own}
          bundled={bundled}
          onImport={(next, done) => {
            let before: OwnTerm[] = [];
            let after: OwnTerm[] = [];
            return change(
              (terms) => {
                before = terms;
                after = next(terms);
                return after;
              },
              done,
              // what was added since stays
              (terms) => {
                const had = new Set([...before, ...after].map((term) => term.id));
                return [...before, ...terms.filter((term) => !had.has(term.id))];
              },
            );
          }}
          onClose={() => setFile(undefined)}
        />
      )}
      <OwnTermsList
        listRef={list}
        own={own}
        editing={editing}
        form={(term) => <OwnTermForm key={term.id} {...formProps} term={term} onSave={save(term.id)} />}
        onEdit={setEditing}
        onRemove={(term, row) => void remove(term, row)}
      />
      <FileHelp />
    </>
  );
}

interface ListProps {
  listRef: RefObject<HTMLUListElement | null>;
  own: readonly OwnTerm[];
  editing: string | undefined;
  form(term: OwnTerm): ComponentChildren;
  onEdit(id: string): void;
  onRemove(term: OwnTerm, row: HTMLElement | null): void;
}

function OwnTermsList({ listRef, own, editing, form, onEdit, onRemove }: ListProps) {
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const keys = useMemo(() => new Map(own.map((term) => [term.id, [...keysOf(term, foldText)]])), [own]);
  if (own.length === 0) return <p class="state">{t('ownNone')}</p>;
  const wanted = foldText(query);
  const found = own.filter((term) => wanted === '' || keys.get(term.id)?.some((key) => key.includes(wanted)));
  const shown = all ? found : found.slice(0, ROWS_AT_FIRST);
  return (
    <>
      {own.length >= FILTER_FROM && (
        <div class="filters">
          <label class="field grow">
            <span>{t('ownSearch')}</span>
            <input
              type="search"
              autocomplete="off"
              spellcheck={false}
              value={query}
              onInput={(e) => setQuery(e.currentTarget.value)}
            />
          </label>
        </div>
      )}
      <p class="count" role="status">
        {t('ownCount', String(found.length))}
      </p>
      <ul class="rows own-terms" ref={listRef}>
        {shown.map((term) =>
          editing === term.id ? (
            <li key={term.id} class="editing">
              {form(term)}
            </li>
          ) : (
            <li key={term.id}>
              <span class="what">
                <b>{term.name}</b>
                <small>{[KIND_NAMES[UI_LANG][term.kind], ...term.surfaces].join(' · ')}</small>
                <small class="is">{term.is}</small>
              </span>
              <button
                type="button"
                class="quiet"
                id={`edit-${term.id}`}
                aria-label={t('ownEditing', term.name)}
                onClick={() => onEdit(term.id)}
              >
                {t('edit')}
              </button>
              <button
                type="button"
                class="quiet delete"
                aria-label={t('ownDeleting', term.name)}
                onClick={(event) => onRemove(term, event.currentTarget.closest('li'))}
              >
                {t('delete')}
              </button>
            </li>
          ),
        )}
      </ul>
      {shown.length < found.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {t('showAll', String(found.length))}
        </button>
      )}
    </>
  );
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Names of the glossary's terms by what they are found by; empty until they are read. */
function useBundled(): ReadonlyMap<string, string> {
  const [names, setNames] = useState(NONE);
  useEffect(() => {
    let current = true;
    fetch(browser.runtime.getURL('glossary/directory.json'))
      .then((file) => file.json() as Promise<DirectoryEntry[]>)
      .then((entries) => {
        if (!current) return;
        setNames(
          new Map(entries.flatMap(([, name, , surfaces]) => [name, ...surfaces].map((way) => [foldText(way), name] as const))),
        );
      })
      // only a note is missing then; the glossary's own view tells of it
      .catch(() => {});
    return () => {
      current = false;
    };
  }, []);
  return names;
}
