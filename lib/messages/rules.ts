/** When a message may go out, why one must not, and which go out together. Pure; the clock is an argument. */
import { asking, type MessageKind } from "./contract";

export type Preference = {
  muted: readonly string[];
  timeZone: string;
  /** Minutes after midnight; null: no quiet hours. */
  quietFrom: number | null;
  quietTo: number | null;
};
export const everything: Preference = { muted: [], timeZone: "UTC", quietFrom: null, quietTo: null };

const MINUTE = 60_000;
/** What could not be sent for as long as this tells nobody anything any more. */
export const TOO_OLD_MS = 24 * 60 * MINUTE;
/** One mail about one agent in this time; what comes meanwhile goes out together at its end. */
export const WINDOW_MS = MINUTE;
/** Mails to one person in that time, whatever they are about. */
export const MOST_MAILS = 6;
/** A message that its receiver's server puts off is given up after so many tries. */
export const MOST_TRIES = 8;

export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

function minuteOfDay(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return read("hour") * 60 + read("minute");
}

/**
 * When the quiet hours that hold now end, or null. Where clocks are set in between, this is off by that much, and it is
 * asked again at that moment.
 */
export function quietUntil(now: Date, { timeZone, quietFrom, quietTo }: Preference): Date | null {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return null;
  const minute = minuteOfDay(now, timeZone);
  const quiet = quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo;
  if (!quiet) return null;
  const left = (quietTo - minute + 24 * 60) % (24 * 60);
  return new Date(now.getTime() - (now.getTime() % MINUTE) + left * MINUTE);
}

export type Waiting = {
  kind: MessageKind;
  /** Of the call that it is about; null: it is about none. */
  riskTier: string | null;
  queuedAt: Date;
  preference: Preference;
  /** Someone made up for the demo, whose address is nobody's. */
  madeUp: boolean;
  active: boolean;
  /** The request still waits for people. */
  open: boolean;
  /** This person has voted on it. */
  voted: boolean;
  /** A message that asked this person about it went out. */
  asked: boolean;
};

export type Judgement = { now: true } | { drop: string } | { until: Date };

/** These wake people: the rule's strictest tier, and what went past it. */
const wakes = ({ kind, riskTier }: Waiting): boolean => kind === "breakGlass" || riskTier === "critical";

/** Told to nobody who was not asked. */
const endsRequest: readonly MessageKind[] = ["decided", "expired"];

export function judge(message: Waiting, now: Date): Judgement {
  const { kind, preference } = message;
  if (!message.active) return { drop: "The person is not active any more." };
  if (message.madeUp) return { drop: "The person is made up for the demo." };
  // Nobody can choose not to hear of an action that went past the approvals.
  if (kind !== "breakGlass" && preference.muted.includes(kind))
    return { drop: "The person chose not to be told this." };
  if (now.getTime() - message.queuedAt.getTime() > TOO_OLD_MS) return { drop: "It could not be sent for a day." };
  if (asking.includes(kind)) {
    if (!message.open) return { drop: "The request had ended before it could be sent." };
    if (message.voted) return { drop: "The person had voted before it could be sent." };
  } else if (endsRequest.includes(kind) && !message.asked) {
    return { drop: "Nothing about the request had been sent to this person." };
  }
  const until = wakes(message) ? null : quietUntil(now, preference);
  return until ? { until } : { now: true };
}

export type Ready = { id: string; userId: string; agentId: string | null; mailId: string | null };
/** A message that went out within the window. */
export type Recent = { userId: string; agentId: string | null; mailId: string | null; at: Date };
export type Planned = {
  /** Each is one mail. One that was tried before keeps its id, so that a second copy is seen to be the same. */
  mails: { userId: string; mailId: string | null; ids: string[] }[];
  waits: { ids: string[]; until: Date }[];
};

/** Many about one agent become one mail, and too many for one person do. */
export function planMails(ready: readonly Ready[], recent: readonly Recent[]): Planned {
  const planned: Planned = { mails: [], waits: [] };
  for (const [userId, own] of groupBy(ready, ({ userId }) => userId)) {
    const sent = recent.filter((one) => one.userId === userId);
    planPerson(userId, own, sent, planned);
  }
  return planned;
}

function planPerson(userId: string, own: readonly Ready[], sent: readonly Recent[], { mails, waits }: Planned): void {
  const again = own.filter(({ mailId }) => mailId !== null);
  for (const [mailId, group] of groupBy(again, ({ mailId }) => mailId))
    mails.push({ userId, mailId, ids: idsOf(group) });
  const fresh = own.filter(({ mailId }) => mailId === null);
  const times = [...groupBy(sent, ({ mailId }) => mailId).values()].map((group) => latest(group)).sort((a, b) => a - b);
  const slots = MOST_MAILS - times.length;
  if (slots <= 0) {
    const oldest = times.at(-MOST_MAILS) ?? 0;
    if (fresh.length > 0) waits.push({ ids: idsOf(fresh), until: new Date(oldest + WINDOW_MS) });
    return;
  }
  const free: Ready[][] = [];
  for (const [agentId, group] of groupBy(fresh, (one) => one.agentId)) {
    const before = sent.filter((one) => one.agentId === agentId);
    if (before.length > 0) waits.push({ ids: idsOf(group), until: new Date(latest(before) + WINDOW_MS) });
    else free.push(group);
  }
  const groups = free.length > slots ? [free.flat()] : free;
  for (const group of groups) mails.push({ userId, mailId: null, ids: idsOf(group) });
}

const idsOf = (group: readonly Ready[]): string[] => group.map(({ id }) => id);
const latest = (group: readonly Recent[]): number => Math.max(...group.map(({ at }) => at.getTime()));

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
