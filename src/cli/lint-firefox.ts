/** Lints the Firefox build as its store does: no errors, and no warning that `docs/lint-warnings.md` does not explain. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import webExt from 'web-ext';

const root = join(import.meta.dirname, '../..');

interface Finding {
  code: string;
  message: string;
  file?: string;
  line?: number;
}

/** @throws Error that lists the errors and the unexplained warnings */
export async function lintFirefox(): Promise<void> {
  const explained = new Set([...readFileSync(join(root, 'docs/lint-warnings.md'), 'utf8').matchAll(/^## `([A-Z_]+)`/gm)].map((m) => m[1]));
  const result = (await webExt.cmd.lint({ sourceDir: join(root, 'dist/firefox'), output: 'none', boring: true } as never, { shouldExitProgram: false } as never)) as {
    errors: Finding[];
    warnings: Finding[];
    notices: Finding[];
  };
  const bad = [...result.errors, ...result.warnings.filter((w) => !explained.has(w.code))];
  console.log(`   ${result.errors.length} errors, ${result.warnings.length} warnings (${[...new Set(result.warnings.map((w) => w.code))].join(', ') || 'none'}), ${result.notices.length} notices`);
  if (bad.length > 0) throw new Error(bad.map((f) => `${f.code} ${f.file ?? ''}${f.line ? `:${f.line}` : ''} ${f.message}`).join('\n'));
}
