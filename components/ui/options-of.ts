/** Words by value, as the choices of a filter or a form. */
import type { Option } from "./select";

const labelOf = (word: string | { label: string }) => (typeof word === "string" ? word : word.label);

/** For a filter: the label alone. */
export const optionsOf = (words: Record<string, string | { label: string }>): Option[] =>
  Object.entries(words).map(([value, word]) => ({ value, label: labelOf(word) }));

/** For a form: the label, and what it means below it. */
export const explainedOptions = (
  words: Record<string, { label: string; help: string }>,
): { value: string; label: string; hint: string }[] =>
  Object.entries(words).map(([value, { label, help }]) => ({ value, label, hint: help }));
