/** What an HTTP answer to a message means. */
import { type EgressAnswer, EgressError, type EgressRequest, exchange } from "../egress-client";
import { retryAfterMs, type Sent } from "../rules";
import { excerpt } from "./message";

/** What is wrong with the events as they are, and not with who sends them or when. */
const refusals = new Set([400, 413, 415, 422]);

/** `refuses` says what else is a refusal of the events, or that a 400 is not one. */
export async function sendHttp(
  request: EgressRequest,
  refuses: (answer: EgressAnswer) => boolean = ({ status }) => refusals.has(status),
): Promise<Sent> {
  try {
    const answer = await exchange(request);
    const { status } = answer;
    if (status >= 200 && status < 300) return { kind: "accepted" };
    const said = excerpt(answer.body);
    const reason = `It answered ${status}${said ? `: ${said}` : "."}`;
    if (refuses(answer)) return { kind: "refused", reason };
    if (status >= 300 && status < 400) return { kind: "failed", reason: `${reason} Redirects are not followed.` };
    return { kind: "failed", reason, retryAfterMs: retryAfterMs(answer.retryAfter, Date.now()) };
  } catch (error) {
    if (error instanceof EgressError) return { kind: "failed", reason: error.message };
    throw error;
  }
}
