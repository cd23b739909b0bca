/** What has become of a term: its status and successor, set against the year in which the text was written. Pure. */
import type { Card, Neighbor } from '../glossary/card.ts';

export interface ThenAndNow {
  line: string;
  /** What stands in its place today. */
  successor?: Neighbor;
}

/** Null for what is alive under its name. `written`: the year that the page states, if any. */
export function thenAndNow({ lang, name, since, status, neighbors }: Card, written?: number): ThenAndNow | null {
  if (!status || status.is === 'active') return null;
  const { is, year } = status;
  const successor = neighbors.find((neighbor) => neighbor.relation === 'successor');
  // Only what came after the text needs to be set against it; a text older than the term has another date than it states.
  const between = written !== undefined && year !== undefined && year > written && (since ?? written) <= written;
  const then = between ? written : undefined;
  const line = lang === 'ko' ? koLine(is, name, year, then) : enLine(is, name, year, then);
  return { line, ...(successor && { successor }) };
}

type Changed = 'maintenance' | 'ended' | 'renamed';

function enLine(is: Changed, name: string, year: number | undefined, then: number | undefined): string {
  if (then !== undefined)
    return {
      maintenance: `When this was written (${then}) it was still developed. Maintenance only since ${year}`,
      ended: `When this was written (${then}) it was still kept up. Ended ${year}`,
      renamed: `When this was written (${then}) it was called ${name}. Renamed ${year}`,
    }[is];
  return {
    maintenance: year === undefined ? 'Maintenance only' : `Maintenance only since ${year}`,
    ended: year === undefined ? 'Ended' : `Ended ${year}`,
    renamed: year === undefined ? 'Has another name now' : `Renamed ${year}`,
  }[is];
}

function koLine(is: Changed, name: string, year: number | undefined, then: number | undefined): string {
  if (then !== undefined)
    return {
      maintenance: `글을 쓴 ${then}년에는 아직 개발 중이었고, ${year}년부터 유지 보수만`,
      ended: `글을 쓴 ${then}년에는 아직 유지되었고, ${year}년에 종료`,
      renamed: `글을 쓴 ${then}년의 이름은 ${name}, ${year}년에 이름이 바뀜`,
    }[is];
  return {
    maintenance: year === undefined ? '유지 보수만' : `${year}년부터 유지 보수만`,
    ended: year === undefined ? '종료' : `${year}년 종료`,
    renamed: year === undefined ? '이름이 바뀜' : `${year}년에 이름이 바뀜`,
  }[is];
}
