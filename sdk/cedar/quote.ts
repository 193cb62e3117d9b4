/** Names in sentences for people. */

const MAX_LENGTH = 80;
const MAX_SENTENCE = 500;
/** Control, format, unassigned and lone-surrogate characters: what could make a sentence look like another. */
const INVISIBLE = /[\p{C}\u2028\u2029]/gu;

/** In quotation marks, shortened, with what cannot be seen replaced. */
export function quote(name: string): string {
  const visible = name.slice(0, MAX_LENGTH).replace(INVISIBLE, "\uFFFD");
  return `"${visible}${name.length > MAX_LENGTH ? "…" : ""}"`;
}

/** A sentence that others' words are part of: bounded, with what cannot be seen replaced. */
export function sentence(text: string): string {
  const visible = text.slice(0, MAX_SENTENCE).replace(INVISIBLE, "\uFFFD");
  return text.length > MAX_SENTENCE ? `${visible}….` : `${visible}.`;
}

/** A few of the names and the number of the others. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
