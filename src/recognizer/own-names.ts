/**
 * The page's own words: a post that names its own project, product or class (`we call it Aurora`,
 * `프로젝트명을 Veyron으로 정하고`) is believed on that page.
 */
import type { Candidate } from './find.ts';
import { type Folded, sliceUnits } from './fold.ts';
import { startsSentence } from './passage.ts';

/** Folded text before the name. What a technology itself is called (`a framework called Flask`) is no own name. */
const BEFORE = new RegExp(
  `(?:${[
    // `we named the build server Athena`, `they call it Aurora`
    String.raw`\b(?:we|i|they|he|she|team|has|have|had|someone|somebody)(?: \w+)? (?:call|calls|called|named|dubbed|christened|nicknamed|codenamed|code-named) (?:it|this|him|her|them|the|our|my|his|their|that)(?: [\w-]+){0,4}`,
    String.raw`\b(?:project|code ?name|codenamed|code-named|nicknamed|internally (?:called|known as)|internal name|working title|project name)(?: (?:is|was|called|named|it|:))*`,
    String.raw`\b(?:our|my|his|her|their) (?:[\w-]+ ){0,3}(?:called|named|nicknamed|dubbed)`,
    String.raw`\b(?:server|bot|cat|dog|cluster|host|machine|box|channel|room|printer|team|daughter|son|baby|boat|puppy|kitten|laptop) (?:is |was |are )?(?:called|named|nicknamed|dubbed|codenamed)`,
    '(?:프로젝트|서비스|시스템|서버|봇|챗봇|팀|회의실|고양이|강아지|클러스터|제품|앱|아이|딸|아들|길드|동호회|채널|호스트|장비) ?(?:명|이름|별명)(?:은|을|이|도|으로)?',
    '(?:코드 ?네임|코드명|별명|애칭|프로젝트명|서비스명|팀명|사내명)(?:은|을|이|도|으로)?',
  ].join('|')})[ :,]*["'“‘「『<(]?$`,
);
/** Folded text after the name. */
const AFTER =
  /^["'”’」』>)]?(?:(?:이?라는|이?란|이?라고 (?:하는|부르는|불리는|이름|명명|지은)|으?로) ?(?:이름의|이름을 (?:짓|지|붙)|별명|코드명|코드네임|프로젝트명)|이?라고 (?:이름|명명|불렀|부르기로|부른다|부르고|지었|지어|정했|정하)|으?로 (?:이름|명명|지었|지은|지어)|,? (?:as we (?:call|called|named|dubbed)|our (?:own|internal|in-house))|,? (?:an|our) (?:internal|in-house) )/;

/**
 * A definition under a heading or at a sentence's start: `Aurora is the deploy bot we built last spring`, `오로라는 저희가 만든 배포 봇`.
 * What a team merely builds *with* a technology (`the framework we built our app on`) does not end like that.
 */
const DEFINED =
  /^(?:'s)?,? (?:is|was|are) (?:the|a|an|our|my|what|one of)\b[^.!?\n]{0,60}?\b(?:we|i|our team|my team) (?:have |had )?(?:built|wrote|made|created|developed|maintain|maintained|call|called|named)(?: (?:it|this|ourselves|myself|in-house|internally|last|this|to|for|so|that|because|when|after|during|years?|back|over)\b|[.,;:!?)]|$)|^(?:은|는|이란|란|이?라는 건)[^.!?\n]{0,20}?(?:저희|우리|제|내)(?:가|는|네가| 팀이| 팀에서|팀이)?[^.!?\n]{0,24}?(?:만든|개발한|제작한|구축한|운영하는 사내|직접 짠)/;

/** `이름은 X로 정했다`: neither half alone tells that the name is given here and now. */
const NAMED = /이름(?:은|을|도)? ?["'“‘]?$/;
const GIVEN = /^["'”’]?(?:으?로|이?라고) (?:정|지었|지은|지을|지어|짓|했|하기로|바꿨|붙)/;

/** Whether the text around a candidate declares it as the page's own name. */
export function declaresOwnName(text: Folded, candidate: Candidate): boolean {
  const before = sliceUnits(text, Math.max(0, candidate.start - 64), candidate.start);
  if (BEFORE.test(before.slice(before.lastIndexOf('\n') + 1))) return true;
  if (NAMED.test(before) && GIVEN.test(sliceUnits(text, candidate.end, Math.min(text.length, candidate.end + 16)))) return true;
  if (AFTER.test(sliceUnits(text, candidate.end, Math.min(text.length, candidate.end + 24)))) return true;
  return (
    startsSentence(text, candidate.start) &&
    DEFINED.test(sliceUnits(text, candidate.end, Math.min(text.length, candidate.end + 110)))
  );
}
