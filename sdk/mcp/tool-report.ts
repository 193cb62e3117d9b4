/** Tells the gateway which tools the server shows, so that people can approve them; kept until the gateway was reached. */
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { SeenTool } from "./tool-listing.ts";

const BATCH = 500;
const MAX_NAME = 200;

export class ToolReport {
  private readonly point: EnforcementPoint;
  private readonly agentId: string;
  private readonly serverName: () => string | null;
  private readonly log: Logger;
  private unsent: SeenTool[] | null = null;
  private sending = false;

  constructor(point: EnforcementPoint, agentId: string, serverName: () => string | null, log: Logger) {
    this.point = point;
    this.agentId = agentId;
    this.serverName = serverName;
    this.log = log;
  }

  send(tools: SeenTool[]): void {
    this.unsent = tools.filter(({ name }) => name.length <= MAX_NAME);
    this.retry();
  }

  retry(): void {
    const { unsent } = this;
    const server = this.serverName();
    if (!unsent || server === null || this.sending) return;
    this.sending = true;
    this.unsent = null;
    this.post(server, unsent)
      .catch((error) => {
        this.unsent ??= unsent;
        this.log.warn(`The tools of ${printable(server)} could not be reported: ${printable(messageOf(error), 300)}`);
      })
      .finally(() => {
        this.sending = false;
      });
  }

  private async post(server: string, seen: readonly SeenTool[]): Promise<void> {
    for (let start = 0; start < seen.length; start += BATCH) {
      const tools = seen.slice(start, start + BATCH).map(({ name, definition }) => ({ name, definition }));
      const answer = await this.point.reportTools({ agentId: this.agentId, server, tools });
      const waiting = answer.tools.filter(({ state }) => state !== "approved");
      if (waiting.length === 0) continue;
      const names = waiting.map(({ tool }) => printable(tool, 100)).join(", ");
      this.log.info(`Tools that wait for approval in the console: ${names}`);
    }
  }
}
