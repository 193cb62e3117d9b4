/** The digest of an action: what people approve, and what a grant permits. */
import { digestOf } from "./canonical.ts";
import type { Action } from "./wire/action.ts";

export const actionDigest = (action: Action): string => digestOf(action);
