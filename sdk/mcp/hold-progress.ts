/** Lets a client that asked for progress know that people are being waited for, so that it does not give up. */
import type { HeldCheckpoint } from "../pep/denied.ts";
import { writeMessage } from "./message.ts";

const EVERY_MS = 10_000;

export class HoldProgress {
  private readonly token: string | number | undefined;
  private readonly toClient: (line: string) => void;
  private timer: NodeJS.Timeout | undefined;
  private count = 0;

  constructor(token: string | number | undefined, toClient: (line: string) => void) {
    this.token = token;
    this.toClient = toClient;
  }

  held({ url }: HeldCheckpoint): void {
    const { token } = this;
    if (token === undefined) return;
    const tell = (): void => {
      // Progress has to grow, and the server's own begins after this: hence the small steps.
      this.count += 1;
      const progress = this.count / 1000;
      const params = { progressToken: token, progress, message: `Waiting for a person to decide: ${url}` };
      this.toClient(writeMessage({ kind: "notification", method: "notifications/progress", params }));
    };
    tell();
    this.timer = setInterval(tell, EVERY_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }
}
