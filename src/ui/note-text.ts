/** What is said in place of a card, in the card's language. */
export const NOTES = {
  en: {
    unknown: 'Termlight does not know this name.',
    select: 'Select a name first, then ask again.',
    none: 'Termlight found no terms here.',
  },
  ko: {
    unknown: 'Termlight가 모르는 이름입니다.',
    select: '이름을 먼저 선택한 뒤 다시 눌러 주세요.',
    none: '여기에서는 찾은 용어가 없습니다.',
  },
} as const;

export type NoteName = keyof (typeof NOTES)['en'];
