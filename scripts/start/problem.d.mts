export class Problem extends Error {
  constructor(sentence: string, mend: string);
  readonly mend: string;
}
export function tail(text: string, lines?: number): string;
export function explain(error: unknown): Problem | undefined;
export function report(error: unknown): number;
