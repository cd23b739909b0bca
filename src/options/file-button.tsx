import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** A button that asks for a file. The same file may be chosen twice: readers mend it and try again. */
export function FileButton({
  accept,
  children,
  onFile,
}: {
  accept: string;
  children: ComponentChildren;
  onFile(file: File): void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="quiet" onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
