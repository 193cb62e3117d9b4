/** When canaries run again: after some hours, and as soon as the boundary that they tried is another. */

const LOOK_MS = 2_000;

/** `now` gives the digest of the boundary as it stands, and null where that cannot be told: then the time alone decides. */
export function dueOrChanged(
  afterMs: number,
  tried: string | null,
  now: () => string | null,
): Promise<"due" | "changed"> {
  const dueAt = performance.now() + afterMs;
  return new Promise((resolve) => {
    const look = setInterval(
      () => {
        const stands = tried === null ? null : now();
        const changed = stands !== null && stands !== tried;
        if (!changed && performance.now() < dueAt) return;
        clearInterval(look);
        resolve(changed ? "changed" : "due");
      },
      Math.min(LOOK_MS, afterMs),
    );
  });
}
