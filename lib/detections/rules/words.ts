/** What the sentences of detections share. */

import type { AgentFacts, Subject } from "../detection";
import type { AgentHour } from "../hours";
import { HOUR_MS, startOf } from "../hours";

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const two = (value: number): string => String(value).padStart(2, "0");
export const hourWords = (at: Date): string =>
  `between ${two(at.getUTCHours())}:00 and ${two(new Date(at.getTime() + HOUR_MS).getUTCHours())}:00 UTC`;
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const agentSubject = ({ id, name }: AgentFacts): Subject => ({ kind: "agent", id, name });
export const dayOf = ({ from }: Pick<AgentHour, "from">): Date => startOf(from, 86_400_000);

const MOST_LISTED = 20;
export const listed = (all: readonly string[]): string[] => all.slice(0, MOST_LISTED);
