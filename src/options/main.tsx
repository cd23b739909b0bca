import { render } from 'preact';
import { watchFailures } from '../settings/watch-failures.ts';
import { UI_LANG } from '../ui/page-text.ts';
import { Options } from './options.tsx';

watchFailures('options');
document.documentElement.lang = UI_LANG;
const root = document.getElementById('options');
if (root) render(<Options />, root);
