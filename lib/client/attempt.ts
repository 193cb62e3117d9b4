/** Runs what a page needs and hands a refusal back as a value, so that the page can say it in its own words. */
import { Refusal } from "@/lib/shared/errors";

export type Attempt<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, refusal: error };
    throw error;
  }
}
