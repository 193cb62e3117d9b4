import { expect, test } from "vitest";
import { browserWords } from "./browser-words";

const mozilla = (rest: string) => `Mozilla/5.0 ${rest}`;

test("what nobody recognises is called unknown, not guessed", () => {
  for (const odd of [null, "", "curl/8.5.0", "<script>alert(1)</script>", "Safari/1"]) {
    expect(browserWords(odd)).toBe("Unknown device");
  }
});

test("browsers that pretend to be others are known by their own name", () => {
  const edge = mozilla("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0");
  expect(browserWords(edge)).toBe("Edge on Windows");
  const phone = mozilla("(Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36");
  expect(browserWords(phone)).toBe("Chrome on Android");
  const safari = mozilla("(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15");
  expect(browserWords(safari)).toBe("Safari on macOS");
  expect(browserWords(mozilla("(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"))).toBe("Firefox on Linux");
});
