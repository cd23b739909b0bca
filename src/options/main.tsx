import { render } from 'preact';
import { UI_LANG } from '../ui/page-text.ts';
import { Options } from './options.tsx';

document.documentElement.lang = UI_LANG;
const root = document.getElementById('options');
if (root) render(<Options />, root);
