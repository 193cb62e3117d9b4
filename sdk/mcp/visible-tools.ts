/**
 * Shows the client only tools that people have approved as they are now, and says when that changes. Policy may still refuse
 * a call of a tool that is shown.
 */
import { digestOf, type Json } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { isObject, writeMessage } from "./message.ts";
import type { SeenTool } from "./tool-listing.ts";

export class VisibleTools {
  private readonly point: EnforcementPoint;
  private readonly serverName: () => string | null;
  private readonly toClient: (line: string) => void;
  private shown: string | null = null;

  constructor(point: EnforcementPoint, serverName: () => string | null, toClient: (line: string) => void) {
    this.point = point;
    this.serverName = serverName;
    this.toClient = toClient;
  }

  includes(definition: Json): boolean {
    if (this.point.mode === "observe") return true;
    if (!isObject(definition) || typeof definition.name !== "string") return false;
    const known = this.point.tool(`${this.serverName() ?? ""}/${definition.name}`);
    if (!known) return false;
    return known.pin === null || known.pin === pinOf(definition);
  }

  /** Takes note of what the server shows now, which the client hears of from the server. */
  note(tools: readonly SeenTool[]): void {
    this.shown = this.keyOf(tools);
  }

  /** Tells the client when, of the same tools, others are visible than before. */
  announce(tools: readonly SeenTool[]): void {
    const before = this.shown;
    this.note(tools);
    if (before === null || before === this.shown) return;
    const method = "notifications/tools/list_changed";
    this.toClient(writeMessage({ kind: "notification", method, params: undefined }));
  }

  private keyOf(tools: readonly SeenTool[]): string {
    const visible = tools.filter(({ definition }) => this.includes(definition));
    return visible.map(({ name, pin }) => `${name} ${pin}`).join("\n");
  }
}

function pinOf(definition: Json): string | null {
  try {
    return digestOf(definition);
  } catch {
    return null;
  }
}
