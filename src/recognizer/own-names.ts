/**
 * The page's own words: a post that names its own project, product or class (`we call it Aurora`,
 * `프로젝트명을 Veyron으로 정하고`) is believed on that page.
 */
import type { Candidate } from './find.ts';
import { type Folded, sliceUnits } from './fold.ts';

/** Folded text before the name. What the technology itself is called (`a framework called Flask`) is no own name. */
const BEFORE =
  /(?:\b(?:we|i|they|team|has|have|had)(?: \w+)? (?:call|called|named|name|dubbed|christened|nicknamed|codenamed|code-named)(?: (?:it|this|him|her|them|ours|our|the|new|little|whole|thing|project|service|system|tool|server|cluster|bot|app|result|product|platform|internal))*|\b(?:project|code ?name|codenamed|code-named|nicknamed|internally (?:called|known as)|internal name|working title|our own|project name|named after)(?: (?:is|was|called|named|it|:))*|\b(?:our|my|his|her|their) (?:\w+ ){0,3}(?:called|named|nicknamed|dubbed)|프로젝트 ?(?:명|이름)(?:은|을|이|으로)?|서비스 ?(?:명|이름)(?:은|을|이)?|시스템 ?이름(?:은|을|이)?|이름(?:은|을)|코드 ?네임(?:은|을|이)?|코드명(?:은|을|이)?|별명(?:은|을|이)?|팀 ?이름(?:은|을|이)?|저희 ?팀의|사내(?:에서)?)[ :,]*["'“‘「『<(]?$/;

/** Folded text after the name. */
const AFTER =
  /^["'”’」』>)]?(?:(?:이?라는|이?란|이?라고 (?:하는|부르는|불리는|이름|명명|지은)|으?로) ?(?:이름|별명|코드명|코드네임|프로젝트명|명칭|이름을)|이?라고 (?:이름|명명|불렀|부르기로|부른다|부르고|지었|지어|정했|정하)|으?로 (?:이름|명명|지었|지어|정하고 |정했)|,? (?:as we (?:call|called|named|dubbed)|our (?:own|internal|in-house))|,? (?:an|our) (?:internal|in-house) )/;

/** Whether the text around a candidate declares it as the page's own name. */
export function declaresOwnName(text: Folded, candidate: Candidate): boolean {
  const before = sliceUnits(text, Math.max(0, candidate.start - 64), candidate.start);
  if (BEFORE.test(before.slice(before.lastIndexOf('\n') + 1))) return true;
  return AFTER.test(sliceUnits(text, candidate.end, Math.min(text.length, candidate.end + 24)));
}
