/** What a User-Agent header says about browser and system, in the few words by which a person knows their own device. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];

/** In this order: Android calls itself Linux, an iPad a Mac. */
const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const wordFor = (list: readonly [RegExp, string][], text: string): string | undefined =>
  list.find(([shape]) => shape.test(text))?.[1];

export function browserWords(userAgent: string | null): string {
  if (!userAgent) return "Unknown device";
  const browser = wordFor(browsers, userAgent);
  const system = wordFor(systems, userAgent);
  if (!browser && !system) return "Unknown device";
  return system ? `${browser ?? "A browser"} on ${system}` : `${browser}`;
}
