/** Private to this folder: one page of a search. The token holds the place and what was asked, and nothing is kept here. */
import { z } from "zod";
import { Refusal } from "@/lib/shared/errors";
import { digestOf } from "@/sdk/canonical";

const USUAL = 50;
/** So many are tried for one answer, whatever comes of it: the token leads on. */
const MOST_TRIED = 2_000;

const Place = z.strictObject({ after: z.string().max(400), limit: z.int().min(1), asked: z.string().max(100) });

type Page = { token?: string | undefined; limit?: number | undefined } | undefined;
type Search = {
  /** Everything that was asked beside the page: it may not change from one page to the next. */
  asked: unknown;
  page: Page;
  /** Ids of all that could be found. */
  candidates: readonly string[];
  isPermitted: (id: string) => boolean;
};

export function pageOf({ asked, page, candidates, isPermitted }: Search) {
  const digest = digestOf(asked);
  const place = page?.token === undefined ? null : placeOf(page.token);
  if (place && (place.asked !== digest || (page?.limit !== undefined && page.limit !== place.limit)))
    throw new Refusal("invalid_input", "page.token belongs to another search: leave everything else as it was.");
  const limit = place?.limit ?? page?.limit ?? USUAL;
  const rest = [...candidates].sort().filter((id) => place === null || id > place.after);
  const results: string[] = [];
  let tried = 0;
  while (tried < Math.min(rest.length, MOST_TRIED) && results.length < limit) {
    const id = rest[tried++];
    if (id !== undefined && isPermitted(id)) results.push(id);
  }
  const last = rest[tried - 1];
  const more = tried < rest.length && last !== undefined;
  const next = more ? Buffer.from(JSON.stringify({ after: last, limit, asked: digest })).toString("base64url") : "";
  return { page: { next_token: next, count: results.length }, results };
}

function placeOf(token: string): z.infer<typeof Place> {
  try {
    return Place.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    throw new Refusal("invalid_input", "page.token is not one that was given here.");
  }
}
