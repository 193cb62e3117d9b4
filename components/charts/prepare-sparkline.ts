export type Sparkpath = { path: string; last: { x: number; y: number } | null };

/** A line through the values, broken where a value is missing; a flat one runs through the middle. */
export function prepareSparkline(values: readonly (number | null)[], width: number, height: number): Sparkpath {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { path: "", last: null };
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const inset = 2;
  const x = (at: number) => round(inset + (values.length < 2 ? 1 : at / (values.length - 1)) * (width - 2 * inset));
  const y = (value: number) => round(height - inset - (span === 0 ? 0.5 : (value - low) / span) * (height - 2 * inset));
  let path = "";
  let last: Sparkpath["last"] = null;
  values.forEach((value, at) => {
    if (value === null) return;
    const joined = at > 0 && values[at - 1] !== null;
    last = { x: x(at), y: y(value) };
    path += `${joined ? "L" : "M"}${last.x} ${last.y}`;
  });
  return { path, last };
}

const round = (value: number): number => Math.round(value * 100) / 100;
