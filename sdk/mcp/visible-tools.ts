/**
 * Shows the client only tools that its agent could be permitted to call: approved as they are now, and within the scope of
 * some permit. Says when that changes. Policy may still refuse a call of a tool that is shown.
 */
import { digestOf, type Json } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { isObject } from "./message.ts";
import { couldBePermitted } from "./permitted-tools.ts";
import type { SeenTool } from "./tool-listing.ts";

export type VisibleToolsParts = {
  point: EnforcementPoint;
  agentId: string;
  serverName(): string | null;
  /** Tells the client that other tools are visible than before. */
  changed(): void;
};

export class VisibleTools {
  private readonly parts: VisibleToolsParts;
  private shown: string | null = null;

  constructor(parts: VisibleToolsParts) {
    this.parts = parts;
  }

  includes(definition: Json): boolean {
    if (!isObject(definition) || typeof definition.name !== "string") return this.parts.point.mode === "observe";
    return this.isShown(definition.name, () => pinOf(definition));
  }

  /** Takes note of what the server shows now, which the client hears of from the server. */
  note(tools: readonly SeenTool[]): void {
    this.shown = this.keyOf(tools);
  }

  /** Tells the client when, of the same tools, others are visible than before. */
  announce(tools: readonly SeenTool[]): void {
    const before = this.shown;
    this.note(tools);
    if (before !== null && before !== this.shown) this.parts.changed();
  }

  private isShown(name: string, pin: () => string | null): boolean {
    const { point, agentId, serverName } = this.parts;
    if (point.mode === "observe") return true;
    const id = `${serverName() ?? ""}/${name}`;
    const { policies } = point;
    const known = policies?.tools.get(id);
    if (!policies || !known || (known.pin !== null && known.pin !== pin())) return false;
    return couldBePermitted(policies, agentId, id);
  }

  private keyOf(tools: readonly SeenTool[]): string {
    const visible = tools.filter(({ name, pin }) => this.isShown(name, () => pin));
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
