/** How the benches of the fleet print what they found. */

export const quantile = (values: readonly number[], at: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

type Figure = { name: string; value: number; unit: string; against: string; yardstick: number };

export function print({ name, value, unit, against, yardstick }: Figure): void {
  const short = (number: number) => Number(number.toPrecision(4));
  console.log(JSON.stringify({ name, value: short(value), unit, against, ratio: short(value / yardstick) }));
}

/** Milliseconds by a clock that all processes of a machine share. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** The 95th percentile of so many rounds, one after the other, in milliseconds. */
export async function p95Of(rounds: number, act: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await act();
    taken.push(performance.now() - start);
  }
  return quantile(taken, 0.95);
}
