import { useRef, useState } from 'preact/hooks';
import { t } from '../ui/page-text.ts';
import type { StackPage, StackRole } from './stack.ts';
import { stackMarkdown } from './stack-markdown.ts';
import { drawStack, pictureName } from './stack-picture.ts';

const COPY = 'M9 9h11v11H9zM5 15H4V4h11v1';
const PICTURE = 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01';

/** How long a word stays to be read. Milliseconds. */
const SAID_MS = 5_000;

/** Takes the stack along: as Markdown, or as a picture. */
export function StackActions({ page, stack, dark }: { page: StackPage; stack: readonly StackRole[]; dark: boolean }) {
  const [said, setSaid] = useState('');
  const timer = useRef(0);
  /** The same words twice are said twice: an empty line stands between them. It goes of its own accord, for it covers the counts. */
  const tell = (text: string) => {
    clearTimeout(timer.current);
    setSaid('');
    timer.current = window.setTimeout(() => {
      setSaid(text);
      timer.current = window.setTimeout(() => setSaid(''), SAID_MS);
    }, 50);
  };
  const copy = () =>
    navigator.clipboard.writeText(stackMarkdown(page, stack)).then(
      () => tell(t('copied')),
      () => tell(t('notCopied')),
    );
  const save = () =>
    drawStack(page, stack, dark, getComputedStyle(document.body).fontFamily).then(
      (picture) => {
        download(picture, pictureName(page));
        tell(t('pictureSaved'));
      },
      () => tell(t('notDrawn')),
    );
  return (
    <div class="actions">
      <button type="button" title={t('copyStack')} aria-label={t('copyStack')} onClick={() => void copy()}>
        <Drawing path={COPY} />
      </button>
      <button type="button" title={t('savePicture')} aria-label={t('savePicture')} onClick={() => void save()}>
        <Drawing path={PICTURE} />
      </button>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}

function Drawing({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
      <path d={path} />
    </svg>
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser has begun to write it long before
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
}
