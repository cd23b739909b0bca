/** Controls that our own pages share. They keep nothing. */
import type { ComponentChildren } from 'preact';

/** A row of choices of which one holds; the browser's own radio buttons underneath, for keyboard and screen reader. */
export function Choice<V extends string | number>({
  name,
  label,
  values,
  value,
  onChange,
}: {
  name: string;
  label: string;
  values: readonly (readonly [V, ComponentChildren])[];
  value: V;
  onChange(value: V): void;
}) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="segments">
        {values.map(([each, text]) => (
          <label key={each} class={value === each ? 'chosen' : ''}>
            <input type="radio" name={name} value={each} checked={value === each} onChange={() => onChange(each)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A switch with its label, and a note below it. */
export function Switch({
  label,
  note,
  checked,
  disabled = false,
  onChange,
}: {
  label: string;
  note?: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}) {
  return (
    <label class="row">
      <span>
        {label}
        {note !== undefined && <small>{note}</small>}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={(e) => onChange(e.currentTarget.checked)}
      />
    </label>
  );
}
