/** Every way in which Gatehouse refuses, and nothing else. Statuses are the transport's matter: lib/http/problem.ts. */

export const errorCodes = [
  "unauthenticated",
  "forbidden",
  "cross_site",
  "invalid_input",
  "malformed_body",
  "unsupported_media_type",
  "not_found",
  "method_not_allowed",
  "conflict",
  "digest_mismatch",
  "already_decided",
  "expired",
  "step_up_required",
  "step_up_refused",
  "reason_required",
  "second_person",
  "token_refused",
  "grant_refused",
  "policy_changed",
  "outcome_unknown",
  "payload_too_large",
  "rate_limited",
  "holds_paused",
  "unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export type InvalidParam = { path: string; message: string };

/** A change that was not carried out and waits for another person: what they are to be shown. */
export type WaitingChange = { id: string; digest: string; confirmers: string[] };

/** A refusal: `message` is for the person or program that asked; `internal` stays in the log. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: ErrorCode;
  readonly internal: string | undefined;
  readonly invalidParams: InvalidParam[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly change: WaitingChange | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      internal?: string;
      invalidParams?: InvalidParam[];
      retryAfterSeconds?: number;
      change?: WaitingChange;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.internal = more.internal;
    this.invalidParams = more.invalidParams;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.change = more.change;
  }
}

/** The same sentence whether the thing never existed or is another organisation's. */
export const notFound = (what: string): Refusal => new Refusal("not_found", `There is no such ${what} here.`);
