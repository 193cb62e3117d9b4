/** Knows which server a resource is of: addresses are left as the servers write them. */
import type { Json, JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";

const MAX_KNOWN = 100_000;

export class HubResources {
  private readonly owners = new Map<string, string>();
  private readonly templates = new Map<string, string>();

  /** Where two servers list the same address, the one that stands first in the configuration keeps it. */
  note(server: string, method: string, result: JsonObject): void {
    if (method === "resources/list") this.take(this.owners, server, result.resources, "uri");
    if (method === "resources/templates/list")
      this.take(this.templates, server, result.resourceTemplates, "uriTemplate");
  }

  /** Null when no server has listed it, nor a template that begins alike. */
  ownerOf(uri: string): string | null {
    const known = this.owners.get(uri) ?? this.templates.get(uri);
    if (known !== undefined) return known;
    let best: { server: string; length: number } | null = null;
    for (const [template, server] of this.templates) {
      const [start = ""] = template.split("{", 1);
      if (start.length > (best?.length ?? 0) && uri.startsWith(start)) best = { server, length: start.length };
    }
    return best?.server ?? null;
  }

  private take(into: Map<string, string>, server: string, entries: Json | undefined, member: string): void {
    if (!Array.isArray(entries)) return;
    for (const entry of entries) {
      const address = isObject(entry) ? entry[member] : undefined;
      if (typeof address === "string" && !into.has(address) && into.size < MAX_KNOWN) into.set(address, server);
    }
  }
}
