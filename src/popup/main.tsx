import { render } from 'preact';
import { UI_LANG } from '../ui/page-text.ts';
import { Popup } from './popup.tsx';

document.documentElement.lang = UI_LANG;
const root = document.getElementById('popup');
if (root) render(<Popup />, root);
