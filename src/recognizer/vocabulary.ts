/** The closed word lists of the evidence: what kinds of words stand beside technologies, people and places. Written by hand. */

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** Nouns after a technology's name: `Redis server`, `Rails app`. */
export const HEAD_NOUNS =
  list(`app apps application applications server servers client clients cluster clusters instance instances database databases db framework frameworks library libraries
  module modules plugin plugins package packages gem gems api apis sdk cli driver drivers extension extensions container containers image images code codebase compiler interpreter runtime engine
  script scripts program programs programming developer developers dev devs engineer engineers community ecosystem project projects repository repo repos documentation docs tutorial version release
  backend frontend stack service services job jobs worker workers queue queues topic topics broker brokers node nodes pod pods deployment deployments pipeline pipelines query queries table tables index indexes
  schema migration migrations model models view views controller controllers component components template templates syntax type types function functions class classes method methods object objects
  process processes thread threads session sessions connection connections cache proxy build builds test tests config configuration file files format protocol bindings wrapper integration agent agents
  dashboard dashboards editor ide browser kernel terminal shell console command commands user users host hosts vm vms machine machines store storage bucket buckets cloud platform tool tools tooling toolchain
  language languages source support setup install installation installer environment workflow workflows action actions runner runners operator chart charts manifest router middleware handler hooks hook
  port daemon binary binaries license enterprise core desktop studio mode side based specific internals core team maintainers contributors conference meetup shop shops guy guys folks fan fans crowd camp people person gig hello world way idioms idiom standard library`);

/** Kind words before a name: `the language Go`, `a library called Flask`, `언어`. */
export const KIND_WORDS =
  list(`language framework library tool database db server service gem package module plugin editor browser engine protocol format stack app runtime orm cms ide os compiler
  queue broker cache library called named via using with in on into onto against from behind`);

/** Verbs and prepositions directly before a technology. */
export const TECH_VERBS =
  list(`use uses used using install installs installed installing deploy deploys deployed deploying run runs ran running learn learns learned learning learnt migrate migrated migrating
  upgrade upgraded upgrading configure configured configuring integrate integrated adopt adopted adopting write writes wrote written writing build builds built building port ported compile compiled
  import imports imported implement implemented switch switched switching choose chose chosen prefer preferred support supports supported supporting teach debug debugging develop developed developing
  query queries querying host hosted hosting monitor provision replace replaced replacing via in with on to for from into onto and or than vs versus plus over without like`);

/** Prepositions in which a technology stands after a technical participle: `written in`, `deployed to`. */
export const PARTICIPLES =
  list(`written built deployed implemented hosted coded developed ported compiled backed powered rewritten based migrated moved running runs run experience works worked working switched
  programming programmed program develop developing code coding rewrote rewriting wrote support supported supports available packaged app application apps`);

export const DETERMINERS = list(
  'a an the my his her their our your its this that these those some any every each no one two three another such',
);

export const TITLES = list(
  'mr mrs ms miss dr prof professor sir lady lord king queen prince princess saint st captain uncle aunt president senator judge sister brother',
);

/** Given names that are common in posts; a technology's name beside one is likely a person's. */
export const GIVEN_NAMES =
  list(`john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven steve paul andrew joshua kenneth kevin brian george edward
  ronald timothy tim jason jeffrey jeff ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin ben samuel sam gregory greg frank alexander alex raymond patrick jack dennis jerry tyler aaron
  jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald christian terry sean arthur austin noah lawrence jesse joe bryan billy jordan albert dylan bruce willie gabriel alan
  juan logan wayne ralph roy eugene randy vincent russell louis bobby philip johnny mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
  michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley anna brenda pamela emma nicole samantha katherine christine debra rachel carolyn janet maria olivia heather
  diane julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia frances jean alice judy
  isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa diana brittany doris kayla alexis lori marie franz jane mike tom bob bill jim dan dave chris nick tony max leo lucas oliver
  oscar felix hugo simon martin pierre jacques hans klaus ivan igor sergei dmitri yuki hiroshi kenji minsu jisoo sofia elena clara lucy kate katie anne ellen nina rosa carlos miguel pedro pablo luis jorge diego fernando`);

/** Words after a person's name. */
export const PERSON_VERBS =
  list(`approved brought brings wants wanted met emailed texted called invited hired retired moved visited cooked baked ate drank slept speaks spoke sings paints painted danced cried whispered shouted turned turns
  agreed refused apologized promised believes believed worries worried hates hated likes liked wonders wondered nods shrugged knows knew mentioned explained complained said says told asked asks smiled laughed thinks thought felt married born died sang plays played joined replied nodded grew loves loved lives lived wrote`);

/** Words after a place's name. */
export const PLACE_NOUNS =
  list(`street avenue road island islands river lake mountain mountains park city airport hotel beach county university college school square station valley bay harbor port desert coast
  region province state town village church museum hospital restaurant cafe bar hills creek canyon falls sea ocean bridge district`);

/** After a name, these make a meeting, company, title or group of it: another, longer name. */
export const LONGER_NAME =
  list(`conf con conference summit foundation captain captains champion champions mastery weekly women girls labs inc corp corporation ltd llc gmbh days awards academy magazine podcast radio camp
  bootcamp institute evangelist advocate ambassador ambassadors hero heroes mvp con day fest night newsletter university association bar news ventures capital partners group`);

/** Korean words after a person's name or in front of it. */
export const KOREAN_PERSON = list(
  '씨 님 작가 교수 감독 선수 배우 가수 대표 의원 양 군 여사 박사 선생 선생님 과장 부장 팀장 형 누나 언니 오빠 아저씨 할머니 할아버지 기자 사장 회장 이사 대리 주임 신부 목사 스님 왕 여왕 왕자 공주 장군',
);

/** Korean verbs and nouns of use after `X를`, `X로`, `X에`: the beginnings of words. */
export const KOREAN_USES =
  `사용 도입 설치 배포 작성 개발 구현 구축 적용 활용 연동 운영 공부 배우 배웠 써 썼 쓰 쓴 쓸 이용 띄우 띄웠 올리 올렸 올려 옮기 옮겼 전환 이전 마이그레이션 설정 구성 실행 빌드 컴파일 학습 다루 다뤄 짜 짠 짰 만든 만들 돌리 돌렸 돌아 붙 접속 연결 저장 조회 캐싱
  호출 업그레이드 관리 테스트 튜닝 코딩 프로그래밍 채택 선택 교체 대체 지원 통합 호스팅 디버깅 모니터링 수집 적재 처리 기반`
    .split(/\s+/)
    .filter(Boolean);

/** Parts of a company or a life that people are `from`. */
export const PEOPLE_FROM = list(
  'procurement accounting marketing sales finance legal hr support upstairs downstairs school work home logistics operations facilities design payroll reception management purchasing',
);

/** Words before a letter that is a label: `Plan C`, `vitamin C`, `capital R`. */
export const LETTER_LABELS =
  list(`plan vitamin vitamins capital letter key press section grade group appendix exhibit option class type team figure fig table column row point block zone gate platform hepatitis size string case
  part level phase track hall room building floor line bus train note step question answer series variant version side category wing terminal stage act hit tap pressing pressed lowercase uppercase middle initial`);

/** Words before a company: `joined X`, `works at X` (after the verb's preposition). */
export const COMPANY_BEFORE = list(
  `joined joining left leaving acquired acquires acquiring employer employers rival rivals competitor competitors partnered shareholder shareholders investor investors sued suing`,
);

/** Words after a company: what only a business has or does. */
export const COMPANY_AFTER =
  list(`acquired acquires announced announces ceo cto cfo coo cofounder founder founders employee employees shareholder shareholders stock shares share investors earnings revenue revenues layoffs laid headquarters hq
  campus office offices recruiter recruiters interview interviews intern interns internship lawyers lawsuit sued spokesperson spokesman executive executives profit profits valuation ipo hired hires fired bought sold
  merger subsidiary board chairman alumni salaries salary paid pays`);

/** Words whose `at` or `for` is a place of work: `engineers at X`, `works for X`. */
export const WORKING = list(
  `work works worked working job jobs role career engineer engineers developer developers manager managers intern interned interns internship interview interviewed interviews employee employees people colleague colleagues
  team friends friend recruiter recruiters position years months cto ceo director designer researcher scientist lead joined staff office`,
);

/** Korean words beside a company: the beginnings of words. */
export const KOREAN_COMPANY =
  `입사 퇴사 이직 취업 채용 면접 인턴 직원 임직원 출신 근무 재직 다니 다닐 다녔 본사 지사 대표이사 주가 주식 실적 매출 인수 합병 상장 공채 신입사원 사원증 사옥 주주 창업자 연봉 합격 공고 협력사 계열사 자회사 노조`
    .split(/\s+/)
    .filter(Boolean);

/** Words before `in` and a place: `a meetup in X`, `she lives in X`. */
export const PLACED_IN =
  list(`meetup meetups conference conferences venue hotel office offices born live lives lived living based weekend week weeks summer winter holiday vacation trip flight landed arrived stayed stay grew raised
  apartment house wedding concert lunch dinner datacenter warehouse factory restaurant snow rain traffic somewhere station museum airport branch headquarters married died buried studied`);

/** Words that greet or thank whoever follows. */
export const GREETINGS = list(
  'welcome thanks thank hi hey hello dear meet congratulations congrats goodbye bye sorry poor young little old',
);
