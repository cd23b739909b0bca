/** Whether a sentence sets two terms against each other: a table of turns of phrase in both languages. Precision before recall. */

export interface Placed {
  start: number;
  end: number;
  term: string;
}

interface Turn {
  before?: RegExp;
  between: RegExp;
  after?: RegExp;
  /** What may not stand around: most of "from A to B" tells where data goes. */
  unless?: { before?: RegExp; after?: RegExp };
}

/** Terms that stand farther apart are not set against each other. UTF-16 units. */
const MOST_BETWEEN = 48;
/** What stands around matters within the sentence only. UTF-16 units. */
const AROUND = 90;

const DET = '(?:(?:the|our|your|a|an|its|plain|old|pure|raw|vanilla|using|good old)\\s+){0,2}';
const turn = (source: string): RegExp => new RegExp(source.replaceAll('DET', DET), 'iu');

/** What flows from one place to another, and ranges of things. */
const FLOW =
  /\b(?:stream|send|sent|cop(?:y|ies|ied|ying)|sync|replicat|export|import|load|pip(?:e|es|ed|ing)\b|back(?:s|ed|ing)? up|backup|ship|forward|publish|flow|push|pull|read|writ(?:e|es|ing)\b|dump|connect|request|call|traffic|messag|event|log(?:s|ged)?\b|metric|record|row|file|data\b|upload|download|link|map(?:s|ped|ping)?\b|translat|compil|range|ranging|anything|everything|all the way|deploy)/i;
const CHANGE = /\b(?:migrat|switch|port(?:ed|ing)\b|rewr[io]|convert|transition|upgrad|replac|jump)/i;
const FLOW_KO =
  /(?:데이터|로그|메시지|이벤트|파일|요청|트래픽|백업|복제|동기화|적재|전송|보내|보낸|스트리밍|레코드|연결|호출|배포)/;
const CHANGE_KO =
  /(?:옮|이전|이관|전환|바꾸|바꿨|바꾼|바뀌|바뀐|교체|대체|갈아|넘어|마이그레이션|변경|이사|이주|재작성|다시 (?:쓰|썼|작성)|포팅|갔|가기|가는|왔)/;

const TURNS: readonly Turn[] = [
  { between: /^\s*(?:vs\.?|versus)\s*$/i },
  {
    between: turn(
      '^(?:\\s+[\\w-]+){0,4},?\\s+(?:instead of|rather than|in place of|in favou?r of|as opposed to|compared (?:to|with))\\s+DET$',
    ),
  },
  { between: turn('^,\\s+not\\s+DET$') },
  { between: turn('^\\s+(?:is|was|are|were|feels?|felt|runs?|ran|looks?|seems?)\\s+(?:[\\w-]+\\s+){0,4}than\\s+DET$') },
  {
    between: turn(
      '^\\s*,?\\s*(?:is |was |as )?(?:an? |the )(?:[\\w-]+ ){0,2}(?:alternative|successor|replacement|rival)\\s+(?:to|of|for)\\s+DET$',
    ),
  },
  {
    between: turn('^\\s+(?:(?:was|is|were|has been|had been|got|being) )?(?:replaced|superseded|succeeded) (?:by|with)\\s+DET$'),
  },
  {
    before:
      /\b(?:chose|choos\w*|chosen|pick\w*|prefer\w*|favou?r\w*|select\w*|went (?:with|for)|go(?:ing)? (?:with|for)|recommend\w*)\b[^.!?]{0,24}$/i,
    between: turn('^\\s+over\\s+DET$'),
  },
  {
    before: turn('\\b(?:replac\\w*|swapp?\\w*|substitut\\w*|exchang\\w*|trad(?:e|ed|ing))\\s+DET$'),
    between: turn('^\\s+(?:with|by|for)\\s+DET$'),
  },
  {
    before: turn(
      '\\b(?:compar\\w+|benchmark\\w*|(?:choos\\w+|chose|choice|decid\\w+|decision|torn|differences?|comparison|trade-?offs?) (?:between|of))\\s+DET$',
    ),
    between: turn('^\\s+(?:and|with|to|or|against)\\s+DET$'),
  },
  { before: turn('\\bunlike\\s+DET$'), between: turn('^\\s*,\\s*DET$') },
  { between: /^\s+or\s+$/i, after: /^\s*\?/ },
  {
    before: turn(`${CHANGE.source}[^.!?]{0,40}\\bfrom\\s+DET$`),
    between: turn('^\\s+(?:over |back |directly |straight )?(?:in|on)?to\\s+DET$'),
  },
  {
    before: turn('\\bfrom\\s+DET$'),
    between: turn('^\\s+(?:over |back |directly |straight )?to\\s+DET$'),
    unless: { before: FLOW, after: /^\s+(?:every|each|once|via|through|over|for|with)\b/i },
  },
  // A를 B로 옮김
  {
    between: /^\s?에서는?\s+$/,
    after: new RegExp(`^(?:으로|로)\\s[^.!?\\n]{0,12}${CHANGE_KO.source}`),
    unless: { before: FLOW_KO },
  },
  { between: /^\s?에서\s+$/, after: /^(?:으로|로)\s*(?:$|[.,:·—–)|-]|의 )/, unless: { before: FLOW_KO } },
  { between: /^(?:을|를)\s+$/, after: new RegExp(`^(?:으로|로)\\s[^.!?\\n]{0,8}${CHANGE_KO.source}`) },
  { between: /^\s?(?:을|를)?\s?대신(?:에|해|해서|하여)?\s+(?:[^\s.,]{1,8}\s+)?$/ },
  { between: /^보다(?:는|도)?\s+(?:[^\s.,]+\s+){0,2}$/ },
  { between: /^에 비해서?\s+(?:[^\s.,]+\s+)?$/ },
  { between: /^(?:이|가)?\s?(?:아니라|아닌|말고)\s+$/ },
  { between: /^(?:이)?냐,?\s+$/, after: /^(?:이)?냐/ },
  {
    between: /^(?:와|과|이?랑|하고|,|\s?·)\s*$/,
    after: /^(?:을|를|의|은|는|간의?| 간의?| 사이의?)?\s*(?:[^\s.,]+\s+){0,2}(?:비교|차이|벤치마크|장단점)/,
  },
  { between: /^(?:와|과|이?랑|하고)\s*$/, after: /^\s(?:중에서?|중|가운데)(?:\s|$)/ },
];

/**
 * The index of the mention that is set against `mentions[index]` in a block's text, or null. Only neighbors are looked at: the one after,
 * then the one before.
 */
export function comparedWith(text: string, mentions: readonly Placed[], index: number): number | null {
  for (const other of [index + 1, index - 1]) {
    const first = mentions[Math.min(index, other)];
    const second = mentions[Math.max(index, other)];
    if (first && second && first.term !== second.term && isSetAgainst(text, first, second)) return other;
  }
  return null;
}

function isSetAgainst(text: string, first: Placed, second: Placed): boolean {
  if (second.start < first.end || second.start - first.end > MOST_BETWEEN) return false;
  const between = text.slice(first.end, second.start);
  const before = lastSentence(text.slice(Math.max(0, first.start - AROUND), first.start));
  const after = text.slice(second.end, second.end + AROUND);
  return TURNS.some(
    (t) =>
      t.between.test(between) &&
      (!t.before || t.before.test(before)) &&
      (!t.after || t.after.test(after)) &&
      !t.unless?.before?.test(lastClause(before)) &&
      !t.unless?.after?.test(after),
  );
}

function lastSentence(text: string): string {
  return text.slice(text.search(/[^.!?。\n]*$/));
}

function lastClause(text: string): string {
  return text.slice(text.search(/[^,;:([]*$/));
}
