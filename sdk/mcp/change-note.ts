/**
 * Tells the client that a person changed the arguments of its call: as a member of the result's `_meta` for programs, and as
 * a text at the end of its content for models. The rest of the answer stays as the server wrote it.
 */
import { digestOf } from "../canonical.ts";
import { type ArgumentChange, changeNote } from "../changed-action.ts";
import { isObject, writeJson } from "./message.ts";
import { memberText, withMember } from "./raw-members.ts";
import type { Answer } from "./server-calls.ts";

export const CHANGED_META = "gatehouse/changedArguments";

export function withChangeNote({ line, message }: Answer, change: ArgumentChange): string {
  const note = changeNote(change);
  const { checkpointId, asked, ran, places } = change;
  const meta = {
    checkpointId,
    askedDigest: digestOf(asked),
    ranDigest: digestOf(ran),
    places: [...places],
    arguments: ran,
  };
  const { result, error } = message;
  if (isObject(result)) {
    const text = memberText(line, "result") ?? "{}";
    const metaText = memberText(text, "_meta") ?? "{}";
    const content = Array.isArray(result.content) ? memberText(text, "content") : null;
    const noted = withMember(
      text,
      "_meta",
      withMember(isObject(result._meta) ? metaText : "{}", CHANGED_META, writeJson(meta)),
    );
    return withMember(
      line,
      "result",
      withMember(noted, "content", appended(content ?? "[]", { type: "text", text: note })),
    );
  }
  if (!isObject(error) || typeof error.message !== "string") return line;
  const text = memberText(line, "error") ?? "{}";
  return withMember(line, "error", withMember(text, "message", writeJson(`${error.message} ${note}`)));
}

/** `list` has to be the text of an array. */
function appended(list: string, item: object): string {
  const inside = list.trim().slice(1, -1).trim();
  return `[${inside}${inside === "" ? "" : ","}${writeJson(item)}]`;
}
