/** What a client is told while people decide: that it takes a while, or where its user can go. */
import type { Json, JsonObject } from "../canonical.ts";
import { OWN_INPUT } from "./governed-call.ts";
import { type ResponseMessage, writeMessage } from "./message.ts";
import { URL_ELICITATION_REQUIRED } from "./protocol.ts";

export type HeldAt = { checkpointId: string; url: string };

const WORDS = "People have to decide about this call before it runs. Open the page to see it, or to decide.";

/** How the client's side of a hold goes: in which revision, and whether it can send its user to an address. */
export type ClientManner = { modern: boolean; opensUrls: boolean };

/** The answer that sends the client's user to the page; the client then calls again. */
export function sendToPage(
  { modern }: ClientManner,
  { checkpointId, url }: HeldAt,
  token: string,
): Omit<ResponseMessage, "kind" | "id"> {
  if (modern) {
    const params = { mode: "url", message: WORDS, url };
    const inputRequests = { [OWN_INPUT]: { method: "elicitation/create", params } };
    return { result: { resultType: "input_required", inputRequests, requestState: token } };
  }
  const elicitations = [{ mode: "url", elicitationId: checkpointId, url, message: WORDS }];
  const data: JsonObject = { elicitations, checkpointId };
  return { error: { code: URL_ELICITATION_REQUIRED, message: WORDS, data } };
}

/** Asks a client of the later revision to come again, since nobody has decided yet. */
export const comeAgain = (token: string): Omit<ResponseMessage, "kind" | "id"> => ({
  result: { resultType: "input_required", requestState: token },
});

export const elicitationComplete = ({ checkpointId }: HeldAt): string =>
  writeMessage({
    kind: "notification",
    method: "notifications/elicitation/complete",
    params: { elicitationId: checkpointId },
  });

/** Whether the user turned down what was asked of it. */
export function declined(responses: JsonObject | undefined): boolean {
  const own: Json | undefined = responses?.[OWN_INPUT];
  return (
    typeof own === "object" &&
    own !== null &&
    !Array.isArray(own) &&
    (own.action === "decline" || own.action === "cancel")
  );
}
