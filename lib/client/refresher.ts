/** Asks again after changes: at once for the first, then never more often than stated, and never missing the last one. */

type Entry = { running: boolean; again: boolean };

export function createRefresher(refresh: (operationId: string) => Promise<unknown>, everyMs: number) {
  const entries = new Map<string, Entry>();

  const run = async (id: string, entry: Entry): Promise<void> => {
    entry.running = true;
    entry.again = false;
    // What failed shows itself where the data is shown; here it only must not stop later refreshes.
    await Promise.all([refresh(id).catch(() => undefined), new Promise((done) => setTimeout(done, everyMs))]);
    entry.running = false;
    // A change that came meanwhile may not be in the answer that has just arrived.
    if (entry.again) await run(id, entry);
  };

  return (operationId: string): void => {
    const entry = entries.get(operationId) ?? { running: false, again: false };
    entries.set(operationId, entry);
    if (entry.running) entry.again = true;
    else void run(operationId, entry);
  };
}
