export type Counts = { passed: number; failed: number; skipped: number; note?: string };

export function countStep(step: { kind?: "vitest" | "playwright"; file?: string; ok: boolean }): Counts;

/** A test that failed: its file and title, and the first line of why. */
export type Failure = { name: string; message: string };

export function failuresOf(step: { kind?: "vitest" | "playwright"; file?: string }): Failure[];
