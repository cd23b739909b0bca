/** In place of webextension-polyfill: what the room finds around it. */
declare const browser: object;
const found = browser;
export default found;
