const plain = new Intl.NumberFormat("en-GB");

/** 18204 → "18,204". */
export const formatCount = (count: number): string => plain.format(count);

/** Bytes in at most three figures: "812 B", "1.2 kB", "4.0 MB". Powers of ten, as in the units' definition. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const step = bytes < 1_000_000 ? ([1000, "kB"] as const) : ([1_000_000, "MB"] as const);
  const value = bytes / step[0];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${step[1]}`;
}

/** "1 line", "412 lines". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
