/** Logistic regression with an L2 penalty on named features, by Newton's method with conjugate gradients. Deterministic. */
import type { Features } from '../recognizer/types.ts';

export interface Row {
  features: Features;
  label: 0 | 1;
  weight: number;
}

/** Fits weights, from `start` if given; the bias is not penalized. */
export function fitLogistic(
  rows: readonly Row[],
  { l2, rounds }: { l2: number; rounds: number },
  start: Record<string, number> = {},
): Record<string, number> {
  const names = [...new Set(rows.flatMap((r) => Object.keys(r.features)))].sort();
  const index = new Map(names.map((n, i) => [n, i]));
  const size = names.length;
  const sparse = rows.map((r) => Object.entries(r.features).map(([n, v]) => [index.get(n) ?? 0, v] as const));
  const w = Float64Array.from(names, (n) => start[n] ?? 0);
  const penalty = Float64Array.from(names, (n) => (n === 'bias' ? 1e-3 : l2));
  for (let round = 0; round < rounds; round++) {
    const gradient = new Float64Array(size);
    const curvature = new Float64Array(rows.length);
    for (let i = 0; i < size; i++) gradient[i] = (penalty[i] as number) * (w[i] as number);
    rows.forEach((row, r) => {
      let z = 0;
      for (const [i, v] of sparse[r] ?? []) z += (w[i] as number) * v;
      const p = 1 / (1 + Math.exp(-z));
      curvature[r] = row.weight * p * (1 - p);
      for (const [i, v] of sparse[r] ?? []) gradient[i] = (gradient[i] as number) + row.weight * (p - row.label) * v;
    });
    const step = solve(sparse, curvature, penalty, gradient);
    let largest = 0;
    for (let i = 0; i < size; i++) {
      w[i] = (w[i] as number) - Math.max(-2, Math.min(2, step[i] as number));
      largest = Math.max(largest, Math.abs(step[i] as number));
    }
    if (largest < 1e-4) break;
  }
  return Object.fromEntries(names.map((n, i) => [n, w[i] as number]));
}

/** Solves (XᵀDX + penalty) step = gradient by conjugate gradients. */
function solve(
  x: readonly (readonly (readonly [number, number])[])[],
  d: Float64Array,
  penalty: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const size = gradient.length;
  const times = (v: Float64Array): Float64Array => {
    const out = new Float64Array(size);
    for (let i = 0; i < size; i++) out[i] = (penalty[i] as number) * (v[i] as number);
    x.forEach((row, r) => {
      let z = 0;
      for (const [i, value] of row) z += value * (v[i] as number);
      z *= d[r] as number;
      for (const [i, value] of row) out[i] = (out[i] as number) + z * value;
    });
    return out;
  };
  const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const step = new Float64Array(size);
  const residual = Float64Array.from(gradient);
  let direction = Float64Array.from(gradient);
  let norm = inner(residual, residual);
  for (let round = 0; round < 60 && norm > 1e-9; round++) {
    const product = times(direction);
    const alpha = norm / inner(direction, product);
    for (let i = 0; i < size; i++) {
      step[i] = (step[i] as number) + alpha * (direction[i] as number);
      residual[i] = (residual[i] as number) - alpha * (product[i] as number);
    }
    const next = inner(residual, residual);
    direction = direction.map((v, i) => (residual[i] as number) + (next / norm) * v);
    norm = next;
  }
  return step;
}
