import { reveal } from "./reveal";

const MOST_NAME = 150;

/** A name from outside on one line, bounded, with every hidden character as a token that can be seen. */
export function plainName(text: string): string {
  const shown = reveal(text.slice(0, 4 * MOST_NAME).replace(/\s+/g, " "))
    .segments.map((each) => (each.type === "text" ? each.text : `⟦${each.label}⟧`))
    .join("")
    .trim();
  return shown.length > MOST_NAME ? `${shown.slice(0, MOST_NAME).toWellFormed()}…` : shown;
}
