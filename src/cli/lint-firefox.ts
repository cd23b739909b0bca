/** Lints the Firefox build as its store does: no errors, and no warning that `docs/lint-warnings.md` does not explain. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import webExt from 'web-ext';

const root = join(import.meta.dirname, '../..');

/** @throws Error that lists the errors and the unexplained warnings */
export async function lintFirefox(): Promise<void> {
  const notes = readFileSync(join(root, 'docs/lint-warnings.md'), 'utf8');
  const explained = new Set([...notes.matchAll(/^## `([A-Z_]+)`/gm)].map((heading) => heading[1]));
  const result = await webExt.cmd.lint(
    { sourceDir: join(root, 'dist/firefox'), output: 'none', boring: true },
    { shouldExitProgram: false },
  );
  const codes = [...new Set(result.warnings.map((warning) => warning.code))];
  console.log(
    `   ${result.errors.length} errors, ${result.warnings.length} warnings (${codes.join(', ') || 'none'}), ${result.notices.length} notices`,
  );
  const bad = [...result.errors, ...result.warnings.filter((warning) => !explained.has(warning.code))];
  if (bad.length > 0)
    throw new Error(bad.map((f) => `${f.code} ${f.file ?? ''}${f.line ? `:${f.line}` : ''} ${f.message}`).join('\n'));
}
