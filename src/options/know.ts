import { t } from '../ui/page-text.ts';
import { ask } from './ask.ts';
import { useSay } from './notice.tsx';

/** Marks terms as known or not, says so and offers the way back. */
export function useKnow(): (terms: readonly string[], known: boolean, done: string) => Promise<void> {
  const say = useSay();
  return async (terms, known, done) => {
    const set = async (to: boolean) => {
      const { kept } = await ask('know', { terms: [...terms], known: to });
      return kept;
    };
    const failed = (error: unknown) => say({ text: t('changeNotSaved', String(error)), fault: true });
    try {
      const kept = await set(known);
      const text = kept === 'local' ? `${done} ${t('keptHereOnly')}` : done;
      say({ text, undo: () => void set(!known).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
}
