/**
 * Text from agents and servers, made safe to print: what could move a cursor, hide, or reverse the reading order is
 * written as its code point.
 */
const PLAIN = /^[ -~]*$/;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

export function printable(text: string, limit = 2000): string {
  // Nearly all text is plain, and to see that costs a tenth of the search by properties.
  if (text.length <= limit && PLAIN.test(text)) return text;
  const whole = text.length > limit ? `${text.slice(0, limit)}… (${text.length - limit} more characters)` : text;
  return whole.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16).padStart(4, "0")}}`;
  });
}
