/** `npm run dev`: builds, and builds again whenever a source file changes. Reload the extension in the browser to see it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const QUIET_MS = 150;
let running: ChildProcess | undefined;
let again = false;

/** Each build is a process of its own, so that a changed compiler or configuration counts too. */
function rebuild(): void {
  if (running) {
    again = true;
    return;
  }
  running = spawn(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'src/cli/build.ts')], {
    stdio: 'inherit',
  });
  running.on('exit', () => {
    running = undefined;
    if (again) {
      again = false;
      rebuild();
    }
  });
}

let timer: NodeJS.Timeout | undefined;
function changed(): void {
  clearTimeout(timer);
  timer = setTimeout(rebuild, QUIET_MS);
}

watch(join(root, 'src'), { recursive: true }, changed);
for (const file of ['manifest.json', 'vite.config.ts']) watch(join(root, file), changed);
rebuild();
