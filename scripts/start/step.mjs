/**
 * Shows that something is being done and how long it took. A terminal gets a line that counts the seconds; a log file
 * gets one line at the start and one at the end. Everything goes to `stream`, so that a command can keep stdout clean.
 */
export async function step(title, work, stream = process.stdout) {
  const from = Date.now();
  const seconds = () => {
    const passed = (Date.now() - from) / 1000;
    return `${passed.toFixed(passed < 10 ? 1 : 0)} s`;
  };
  const live = stream.isTTY;
  stream.write(live ? `  … ${title}` : `  … ${title}\n`);
  const timer = live && setInterval(() => stream.write(`\r  … ${title} (${seconds()})`), 1000);
  const end = (mark) => {
    clearInterval(timer);
    stream.write(`${live ? "\r" : ""}  ${mark} ${title} (${seconds()})${live ? "\x1b[K" : ""}\n`);
  };
  try {
    const result = await work();
    end("✓");
    return result;
  } catch (error) {
    end("✗");
    throw error;
  }
}
