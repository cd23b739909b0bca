import { render } from 'preact';
import { Popup } from './popup.tsx';
import { UI_LANG } from './text.ts';

document.documentElement.lang = UI_LANG;
const root = document.getElementById('popup');
if (root) render(<Popup />, root);
