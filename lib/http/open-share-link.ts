/** The one way by which strangers open a link: how often they may try is counted before it is looked for. */
import { type OpenShare, openShare } from "@/lib/compliance/open-share";
import { database } from "@/lib/db/client";
import { callerOf } from "@/lib/identity/caller";
import { limitRate } from "./rate-limit";

/** Ample for an office of auditors behind one address, and nothing beside 2^256 links that there could be. */
export const LINK_TRIES = { burst: 60, perSecond: 1 };

/** Null: it opens nothing. Refuses an address that has tried too often, whether the link is good or not. */
export async function openShareLink(token: string, headers: Headers): Promise<OpenShare | null> {
  limitRate(`share:${callerOf(headers).address}`, performance.now(), LINK_TRIES);
  return openShare(database(), token);
}
