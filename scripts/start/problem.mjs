/** A reason why a command cannot go on, in a sentence for the person at the terminal, with what mends it. */
export class Problem extends Error {
  name = "Problem";

  /** @param {string} sentence what happened @param {string} mend what to do about it */
  constructor(sentence, mend) {
    super(sentence);
    this.mend = mend;
  }
}

/** The last lines of a log or of a command's output: enough to see the reason, short enough to read. */
export function tail(text, lines = 12) {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

/** Turns what the system says when something runs out or is closed into a sentence of ours. */
export function explain(error) {
  if (error instanceof Problem) return error;
  const text = error instanceof Error ? `${error.message}` : String(error);
  if (error?.code === "ENOSPC" || /ENOSPC|No space left on device/i.test(text)) {
    return new Problem("The disk is full.", "Free at least 1 GB on this disk and start again.");
  }
  if (error?.code === "EACCES" || error?.code === "EPERM") {
    return new Problem(
      `${error.path ?? "A file"} cannot be used by this user.`,
      "Start as the user who owns it, or choose another folder with GATEHOUSE_DATA_DIR.",
    );
  }
  return undefined;
}

/** Prints a failure and returns the exit code. Anything unforeseen keeps its stack, for a report. */
export function report(error) {
  const known = explain(error);
  if (known) console.error(`\n${known.message}\n${known.mend}`);
  else console.error(error);
  return 1;
}
