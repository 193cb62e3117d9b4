/** Several values of one filter in one text, as an address and a query hold them: `deny,hold`. Pure, browser-safe. */
import { z } from "zod";

export const MOST_CHOICES = 20;

/** A comma parts them; one that belongs to a value, and a backslash before it, has a backslash before itself. */
export function choicesIn(text: string): string[] {
  const parts = text.match(/(?:\\[\\,]|[^,])+/g) ?? [];
  return [...new Set(parts.map((part) => part.replace(/\\([\\,])/g, "$1")))];
}

export const choicesText = (values: readonly string[]): string =>
  values.map((value) => value.replace(/\\(?=[\\,]|$)|,/g, "\\$&")).join(",");

/** One value, or several of which any may be met. */
export const Choices = (value: z.ZodType) =>
  z
    .string()
    .max(4000)
    .refine((text) => choicesIn(text).length <= MOST_CHOICES, `at most ${MOST_CHOICES} values`)
    .refine((text) => {
      const values = choicesIn(text);
      return values.length > 0 && values.every((one) => value.safeParse(one).success);
    }, "not a value of this filter");
