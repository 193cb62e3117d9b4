/** Times within which the law wants somebody told. Dates and periods are data here; they are no legal advice. Pure. */
import { z } from "zod";

export const Regime = z.enum(["euAiAct15", "euAiActDeath", "euAiActWidespread", "other"]);
export type Regime = z.infer<typeof Regime>;

type Rule = { title: string; days: number; help: string };

const counsel =
  "Whether it applies before the high-risk rules do (2 December 2027) is argued both ways: ask your counsel. A first report may be incomplete.";

export const regimes: Record<Exclude<Regime, "other">, Rule> = {
  euAiAct15: {
    title: "EU AI Act, Article 73: serious incident",
    days: 15,
    help: `Once a causal link is established or reasonably likely, and within 15 days of becoming aware. ${counsel}`,
  },
  euAiActDeath: {
    title: "EU AI Act, Article 73: a person has died",
    days: 10,
    help: `Immediately, and within 10 days of becoming aware. ${counsel}`,
  },
  euAiActWidespread: {
    title: "EU AI Act, Article 73: widespread infringement, or critical infrastructure",
    days: 2,
    help: `Immediately, and within 2 days of becoming aware. ${counsel}`,
  },
};

const DAY_MS = 86_400_000;

/** When a clock that began then runs out. */
export const dueAt = (regime: Exclude<Regime, "other">, awareAt: Date): Date =>
  new Date(awareAt.getTime() + regimes[regime].days * DAY_MS);

export type ClockState = "running" | "soon" | "overdue" | "met" | "metLate";
const SOON_MS = DAY_MS;

export function clockState({ due, met }: { due: Date; met: Date | null }, now: Date): ClockState {
  if (met) return met > due ? "metLate" : "met";
  if (now > due) return "overdue";
  return due.getTime() - now.getTime() <= SOON_MS ? "soon" : "running";
}
