/** Numbers as the benchmarks show them, and what is asked of them. */
import { availableParallelism, loadavg } from 'node:os';

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The growth for each step of x, by least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

const shown = (value: number, unit: string, digits: number): string =>
  Number.isNaN(value) ? '–' : `${value.toFixed(digits)}${unit && ` ${unit}`}`;

export const ms = (value: number): string => shown(value, 'ms', Math.abs(value) < 1 ? 2 : Math.abs(value) < 10 ? 1 : 0);
export const ratio = (value: number): string => shown(value, '', 2);
export const kilobytes = (bytes: number): string => shown(bytes / 1000, 'KB', Math.abs(bytes) < 10_000 ? 1 : 0);
export const count = (value: number): string => (Number.isNaN(value) ? '–' : value.toLocaleString('en'));

/** One thing that is asked for: issue 6's numbers. */
export interface Budget {
  what: string;
  measured: number;
  most: number;
  show: (value: number) => string;
}

function kept({ measured, most }: Budget): boolean {
  return measured <= most;
}

/** A table of Markdown; numbers stand as they are. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function budgetTable(budgets: readonly Budget[], command: string): string {
  const rows = budgets.map((budget) => [
    budget.what,
    budget.show(budget.measured),
    `≤ ${budget.show(budget.most)}`,
    kept(budget) ? 'kept' : Number.isNaN(budget.measured) ? 'not measured' : `missed by ${missedBy(budget)}`,
  ]);
  return `${table(['asked', 'measured', 'budget', ''], rows)}\n\nBy \`${command}\`.`;
}

function missedBy({ measured, most }: Budget): string {
  return `${Math.round((measured / most - 1) * 100)} %`;
}

/** What else the machine was doing. */
export function load(): string {
  return `${availableParallelism()} cores, load ${loadavg()
    .slice(0, 2)
    .map((one) => one.toFixed(1))
    .join(' and ')} (1 and 5 minutes)`;
}
