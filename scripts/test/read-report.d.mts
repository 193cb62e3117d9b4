export type Counts = { passed: number; failed: number; skipped: number; note?: string };

export function countStep(step: { kind?: "vitest" | "playwright"; file?: string; ok: boolean }): Counts;
