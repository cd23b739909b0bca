import { useEffect, useRef, useState } from 'preact/hooks';
import { KINDS, type Kind } from '../glossary/kinds.ts';
import { foldText } from '../recognizer/fold.ts';
import type { OwnTerm } from '../settings/own-terms.ts';
import { type Draft, type Field, readDraft } from '../settings/own-terms-files.ts';
import { clashesWith } from '../settings/own-terms-import.ts';
import { Switch } from '../ui/controls.tsx';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { fieldFaultText } from './own-terms-texts.ts';

interface Props {
  /** The term to edit; absent: a new one. */
  term?: OwnTerm;
  own: readonly OwnTerm[];
  /** Names of bundled terms by what they are found by. */
  bundled: ReadonlyMap<string, string>;
  /** Stores it; resolves to what went wrong, if anything. */
  onSave(draft: Draft): Promise<string | undefined>;
  onCancel(): void;
}

/** The order in which faults are told: the first takes the focus. */
const FIELDS = ['name', 'surfaces', 'kind', 'is', 'url'] as const;
type Faults = Partial<Record<Field, string>>;

/** A term's fields, each with its fault beside it. */
export function OwnTermForm({ term, own, bundled, onSave, onCancel }: Props) {
  const [name, setName] = useState(term?.name ?? '');
  const [surfaces, setSurfaces] = useState(term?.surfaces.join('\n') ?? '');
  const [kind, setKind] = useState<Kind>(term?.kind ?? 'tool');
  const [is, setIs] = useState(term?.is ?? '');
  const [url, setUrl] = useState(term?.url ?? '');
  const [exact, setExact] = useState(term?.exact ?? false);
  const [faults, setFaults] = useState<Faults>({});
  const [refused, setRefused] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const focusOn = (field: Field) => form.current?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => focusOn('name'), []);

  const ways = [...new Set(surfaces.split('\n').map((way) => way.trim()))].filter((way) => way !== '' && way !== name.trim());
  const there = [name, ...ways].map((way) => bundled.get(foldText(way))).filter((each) => each !== undefined);

  const save = async () => {
    const trimmed = url.trim();
    const read = readDraft({ name, surfaces: ways, exact, kind, is, ...(trimmed !== '' && { url: trimmed }) });
    const found: Faults = {};
    if (Array.isArray(read)) for (const fault of read) found[fault.field] ??= fieldFaultText(fault);
    else Object.assign(found, clashFaults(read, own, term?.id));
    setFaults(found);
    const first = FIELDS.find((field) => found[field] !== undefined);
    if (first !== undefined || Array.isArray(read)) focusOn(first ?? 'name');
    else setRefused(await onSave(read));
  };
  /** What an input of a field needs to be told apart, and to tell its fault. */
  const told = (field: Field) => ({
    // no `name`: the form would have them as properties, and `form.is` is what Preact asks of a parent
    'data-field': field,
    'aria-invalid': faults[field] !== undefined,
    'aria-describedby': [`own-note-${field}`, faults[field] !== undefined && `own-fault-${field}`].filter(Boolean).join(' '),
  });
  const below = (field: Field, note?: string) => (
    <>
      <small id={`own-note-${field}`}>{note}</small>
      <span class="fault" id={`own-fault-${field}`}>
        {faults[field]}
      </span>
    </>
  );

  return (
    <form
      ref={form}
      class="own-form"
      noValidate
      aria-label={term ? t('ownEditing', term.name) : t('ownNew')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && onCancel()}
    >
      <div class="own-field">
        <label class="field">
          <span>{t('ownName')}</span>
          <input
            {...told('name')}
            type="text"
            required
            autocomplete="off"
            spellcheck={false}
            value={name}
            onInput={(e) => setName(e.currentTarget.value)}
          />
        </label>
        {below('name')}
      </div>
      <div class="own-field">
        <label class="field">
          <span>{t('ownKind')}</span>
          <select {...told('kind')} value={kind} onChange={(e) => setKind(e.currentTarget.value as Kind)}>
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {KIND_NAMES[UI_LANG][each]}
              </option>
            ))}
          </select>
        </label>
        {below('kind')}
      </div>
      <div class="own-field wide">
        <label class="field">
          <span>{t('ownIs')}</span>
          <textarea {...told('is')} required rows={2} value={is} onInput={(e) => setIs(e.currentTarget.value)} />
        </label>
        {below('is')}
      </div>
      <div class="own-field wide">
        <label class="field">
          <span>{t('ownSurfaces')}</span>
          <textarea
            {...told('surfaces')}
            rows={2}
            spellcheck={false}
            value={surfaces}
            onInput={(e) => setSurfaces(e.currentTarget.value)}
          />
        </label>
        {below('surfaces', t('ownSurfacesNote'))}
      </div>
      <div class="own-field wide">
        <label class="field">
          <span>{t('ownUrl')}</span>
          <input
            {...told('url')}
            type="text"
            inputMode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="https://"
            value={url}
            onInput={(e) => setUrl(e.currentTarget.value)}
          />
        </label>
        {below('url', t('ownUrlNote'))}
      </div>
      <div class="own-field wide">
        <Switch label={t('ownExact')} note={t('ownExactNote')} checked={exact} onChange={setExact} />
      </div>
      <p class="state wide" role="status">
        {there.length > 0 && t('ownGoesBefore', [...new Set(there)].join(', '))}
      </p>
      {refused !== undefined && (
        <p class="fault wide" role="alert">
          {t('changeNotSaved', refused)}
        </p>
      )}
      <div class="buttons wide">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <button type="button" class="quiet" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

/** A way to write it that another own term has: told at the field where it stands. */
function clashFaults(draft: Draft, own: readonly OwnTerm[], editing: string | undefined): Faults {
  const faults: Faults = {};
  for (const field of ['name', 'surfaces'] as const)
    for (const way of field === 'name' ? [draft.name] : draft.surfaces) {
      const [other] = clashesWith({ ...draft, name: way, surfaces: [] }, own, foldText, editing);
      if (other) faults[field] ??= t('ownIsTaken', way, other.name);
    }
  return faults;
}
