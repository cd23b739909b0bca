import type { Kind } from '../glossary/kinds.ts';

/**
 * A quiet icon of our own for each kind, for terms without a mark of their own: the path of a 24×24 drawing in
 * strokes of 1.6 with round ends, no fill.
 */
export const KIND_ICONS: Readonly<Record<Kind, string>> = {
  language: 'M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14',
  runtime: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM10 8.5v7l5.5-3.5z',
  framework: 'M4 4h16v16H4zM4 9.5h16M9.5 9.5V20',
  library: 'M5 4v16M9 4v16M13 4v16M16.2 4.6l3.8 15',
  database:
    'M12 3c4.4 0 8 1.3 8 3s-3.6 3-8 3-8-1.3-8-3 3.6-3 8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  'cache-queue': 'M3 8h5v8H3zM9.5 8h5v8h-5zM16 8h5v8h-5M6 4h12M6 20h12',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5',
  'web-server': 'M4 4h16v7H4zM4 13h16v7H4zM7.5 7.5h.01M7.5 16.5h.01M11 7.5h5M11 16.5h5',
  cloud: 'M7 19a4.5 4.5 0 0 1-.6-9A6 6 0 0 1 18 9.2 5 5 0 0 1 17.5 19z',
  'cloud-service': 'M7 15.5a4 4 0 0 1-.4-8A5.7 5.7 0 0 1 17.6 7a4.4 4.4 0 0 1-.4 8.5zM9 19h6M12 15.5V21',
  devops: 'M7.5 8.5a3.5 3.5 0 1 0 0 7c4 0 5-7 9-7a3.5 3.5 0 1 1 0 7c-4 0-5-7-9-7z',
  'ci-cd': 'M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5',
  testing: 'M9 3h6M10 3v6l-5.5 9.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9',
  monitoring: 'M3 12h4l2.5-7 5 14 2.5-7h4',
  security: 'M12 3l8 3v6c0 4.5-3.3 7.7-8 9-4.7-1.3-8-4.5-8-9V6zM9 12l2.2 2.2L15.5 10',
  protocol: 'M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5',
  format: 'M6 3h8l5 5v13H6zM14 3v5h5M9.5 13h6M9.5 17h6',
  os: 'M3 5h18v11H3zM8 20h8M12 16v4',
  editor: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5',
  tool: 'M14.5 6.5a4 4 0 0 1 5-3l-2.5 3 .5 1.5 1.5.5 2.5-2.5a4.5 4.5 0 0 1-6 5L8 18.5a2 2 0 0 1-3-3L12.5 9a4 4 0 0 1 2-2.5z',
  'package-manager': 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9M8 5.3l8 4.5',
  platform: 'M12 3l9 4.5-9 4.5-9-4.5zM3 12l9 4.5 9-4.5M3 16.5L12 21l9-4.5',
  service: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 2.5 3.8 5.5 3.8 9s-.8 6.5-3.8 9c-3-2.5-3.8-5.5-3.8-9S9 5.5 12 3z',
  mobile: 'M7 3h10v18H7zM11 18h2',
  ml: 'M6 6.5a2 2 0 1 0 .01 0M6 13.5a2 2 0 1 0 .01 0M18 10a2 2 0 1 0 .01 0M8 8.5l8 3M8 15.5l8-3',
  data: 'M4 20V10M9.5 20V4M15 20v-7M20 20V8',
  graphics: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5',
  hardware: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  standard: 'M12 3a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM8.5 14l-1.5 7 5-2.5 5 2.5-1.5-7',
  concept: 'M12 3a6.5 6.5 0 0 0-3.5 12v2.5h7V15A6.5 6.5 0 0 0 12 3zM9.5 21h5',
};
