/** What a technology does in a stack, in the words of who reads about it: the thirty kinds of the glossary in seven roles. */
import type { Kind } from '../glossary/kinds.ts';
import { t } from '../ui/page-text.ts';

/** In the order in which they are shown. */
export const ROLES = ['languages', 'frameworks', 'data', 'cloud', 'tools', 'protocols', 'concepts'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_OF: Readonly<Record<Kind, Role>> = {
  language: 'languages',
  runtime: 'languages',
  framework: 'frameworks',
  library: 'frameworks',
  graphics: 'frameworks',
  database: 'data',
  'cache-queue': 'data',
  search: 'data',
  data: 'data',
  ml: 'data',
  cloud: 'cloud',
  'cloud-service': 'cloud',
  'web-server': 'cloud',
  devops: 'cloud',
  platform: 'cloud',
  os: 'cloud',
  mobile: 'cloud',
  hardware: 'cloud',
  'ci-cd': 'tools',
  testing: 'tools',
  monitoring: 'tools',
  security: 'tools',
  editor: 'tools',
  tool: 'tools',
  'package-manager': 'tools',
  service: 'tools',
  protocol: 'protocols',
  format: 'protocols',
  standard: 'protocols',
  concept: 'concepts',
};

export function roleName(role: Role): string {
  switch (role) {
    case 'languages':
      return t('roleLanguages');
    case 'frameworks':
      return t('roleFrameworks');
    case 'data':
      return t('roleData');
    case 'cloud':
      return t('roleCloud');
    case 'tools':
      return t('roleTools');
    case 'protocols':
      return t('roleProtocols');
    case 'concepts':
      return t('roleConcepts');
  }
}
