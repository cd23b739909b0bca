/**
 * What may follow a name in a Korean word: particles and their chains (`에서는`, `으로부터`), the copula, derivations
 * (`도커라이징`, `스프링스럽게`) and nouns that make a compound (`레디스서버`). Anything else means that the name is
 * part of a longer word.
 */

/** Case markers, auxiliary particles and short suffixes; they chain (`에서`+`는`, `들`+`에게`+`만`). */
const PARTICLES = new Set(
  `은 는 이 가 을 를 의 에 로 와 과 도 만 나 야 요 랑 며 고 께 란 라 든 인 일 임 들 용 식 측 형 류 급 판 쪽 뿐 씩 껏 적 화 간 별 내 외 상 쯤 네
  냐 이냐 이니 에서 에게 으로 하고 이랑 까지 부터 마저 조차 밖에 보다 처럼 같이 만큼 대로 이나 든지 라도 이라도 마다 이며 이고 이란 이라 이라는 라는 이라고 라고 이라면 라면
  이라면서 라면서 이래 이래도 이라니까 이라길래 라길래 이라며 라며 이더라도 이라서 라서 이지만 지만 이지 이든 이든지 이므로 므로 으로서 로서 으로써 로써 으로부터 로부터 에서부터 에게서 한테 한테서 께서 에다 에다가 이야 야말로 이야말로
  커녕 은커녕 는커녕 따라 이라던가 라던가 라던지 이라던지 이라든지 라든지 이라든가 라든가 이라도 나마 이나마 이자 자 이면 면 이기 이길 이니 니까 이니까 인데 인지 이어서 여서 이어야 여야 이야기 이신 이신지
  에선 에는 에도 에만 에의 로는 로도 로만 로의 으론 론 으로는 엔 한 할 된 될 등 때 및 겸 대비 관련 당 끼리 이외 외에 이상 이하 이후 이전 덕분 덕에 때문 정도 같은 같이 답게 다운 스러운 팀 탓 탓에 빼고 없이 없는 있는 위에 위에서 위의 안에 안에서 속에
  에대한 에대해 에대해서 을위한 를위한 을위해 를위해 을통해 를통해 을통한 를통한`
    .split(/\s+/)
    .filter(Boolean),
);

/** After one of these the rest of the word is an inflection: copula and verbs made from the name. */
const STEMS =
  `입니 이었 이였 였 이에 예요 이죠 이네 이더 이겠 이군 이라니 하여 하는 하게 하고 하지 하면 하기 하던 하려 하도 하자 하니 해 했 합니 할 한 함 되 되어 돼 됐 됩니 죠 지요 래요 래서 랬 이랬 거든 잖아 더라 던데 이던데 인듯 일까 일지 일텐데 일거 인거 인건 인게 이란게 이란걸 란게 란걸 라는게 라는걸 라니 라던 이라던 라기 이라기 스럽 스러 스레 라이징 라이즈 라이제이션 화하 화되 화된 화한 화해 화시 시키 시켜 당하 거리 다 다고 다는 답 임을 입 이다 이랬 이던 이었던 이구 이셨 이신`
    .split(/\s+/)
    .filter(Boolean);

/** Nouns that follow a technology's name without a space: counted in Korean technical text, kept where they were frequent. */
const HEADS = new Set(
  `서버 언어 클러스터 앱 어플 어플리케이션 애플리케이션 프로그램 프로그래밍 개발 개발자 개발팀 프로젝트 코드 프레임워크 프레임웍 라이브러리 모듈 플러그인 설정 환경 버전 기반 이미지 컨테이너 콘솔 클라이언트 엔진
  쿼리 테이블 데이터 디비 데이터베이스 스크립트 파일 문법 컴파일러 런타임 브로커 토픽 컨슈머 프로듀서 캐시 스택 서비스 계정 인스턴스 함수 진영 생태계 스터디 책 강의 강좌 튜토리얼 공식 문서 패키지 템플릿 컴포넌트 훅 리포지토리 저장소 레포
  관점 지식 경험 기준 최신버전 봇 채널 커뮤니티 유저 사용자 엔지니어 머신 세션 커넥션 연결 연동 연결정보 명령어 명령 커맨드 도구 툴 시스템 플랫폼 아키텍처 구조 객체 클래스 메서드 메소드 어노테이션 애노테이션 라우터 컨트롤러 서블릿 빈 시큐리티 배치 부트 클라우드 데이터센터
  매니저 에이전트 노드 마스터 워커 큐 메시지 이벤트 스트림 스트림즈 파이프라인 빌드 배포 테스트 실행 설치 사용 사용법 사용기 도입 적용 활용 운영 관리 공부 입문 기초 초보 전문가 쓰는 덕후 팬 위키 블로그 포럼 컨퍼런스 밋업 모임 그룹 문화 철학 방식 스타일 계열 버젼 업데이트 업그레이드 마이그레이션 인덱스 인덱싱 검색 로그 모니터링 대시보드 알림 웹훅 웹 웹서버 페이지 소스 소스코드 오픈소스 데몬 프로세스 스레드 쓰레드 가상머신 머신러닝 모델 학습 튜닝 최적화 성능 장애 이슈 버그 에러 오류 호환 지원 전용 유료 무료 자체 내부 외부 기본 기능 옵션 확장 확장자 파서 포맷 형식 인코딩 프로토콜 통신 요청 응답 인증 권한 키 토큰 보안 네트워크 도메인 호스팅 스토리지 버킷 볼륨 디스크 메모리 브라우저 운영체제 폰 기기 단말 디바이스 보드 칩셋 드라이버 커널 쉘 셸 터미널 에디터 편집기 아이디이 진입 시절 시대 세계 입장 대신 말고 또는 혹은 역시 자체가`
    .split(/\s+/)
    .filter(Boolean),
);

const FIRST_OF_HEADS = new Set([...HEADS].map((head) => head.charCodeAt(0)));
/** Longest piece of a chain in syllables. */
const LONGEST = 7;

/** What the rest of a Korean word after a name is. */
export type Tail = 'none' | 'particle' | 'head' | 'derived' | 'person' | 'unknown';

/** Tells what `rest` (the Hangul that follows a name directly, at most the word's end) is. */
export function tailOf(rest: string): Tail {
  // laughter and tears of a chat are no letters of the word: `도커죠ㅋㅋ`
  rest = rest.replace(/[ㄱ-ㅎㅏ-ㅣ]+$/, '');
  if (rest === '') return 'none';
  if (rest.length > 14) rest = rest.slice(0, 14);
  if (isParticleChain(rest, 0)) return 'particle';
  if (
    /^(?:씨|님|양|군|쌤|선생)/.test(rest) &&
    (rest.length === 1 || rest.startsWith('선생') || isParticleChain(rest.slice(1), 0))
  )
    return 'person';
  for (const stem of STEMS)
    if (rest.startsWith(stem) && rest.length <= stem.length + 6)
      return stem.startsWith('라이') || stem.startsWith('스') ? 'derived' : 'particle';
  if (FIRST_OF_HEADS.has(rest.charCodeAt(0)))
    for (let size = Math.min(rest.length, LONGEST); size >= 1; size--)
      if (HEADS.has(rest.slice(0, size)) && (size >= 2 || rest.length === size || isParticleChain(rest.slice(size), 0))) {
        const after = rest.slice(size);
        if (after === '' || after.length <= 8) return 'head';
      }
  return 'unknown';
}

function isParticleChain(rest: string, depth: number): boolean {
  if (rest === '') return true;
  if (depth === 4) return false;
  for (let size = Math.min(rest.length, LONGEST); size >= 1; size--)
    if (PARTICLES.has(rest.slice(0, size)) && isParticleChain(rest.slice(size), depth + 1)) return true;
  return false;
}

/** Whether a Hangul word (an eojeol's Hangul) is a head noun with or without particles: `서버를`, `프레임워크`. */
export function isHeadNoun(word: string): boolean {
  if (!FIRST_OF_HEADS.has(word.charCodeAt(0))) return false;
  for (let size = Math.min(word.length, LONGEST); size >= 1; size--)
    if (HEADS.has(word.slice(0, size)) && (size === word.length || isParticleChain(word.slice(size), 0))) return true;
  return false;
}

/** The word without its particle chain, at least two syllables long: `클러스터에서는` → `클러스터`. */
export function stemOf(word: string): string {
  for (let size = 2; size < word.length; size++) if (isParticleChain(word.slice(size), 0)) return word.slice(0, size);
  return word;
}
