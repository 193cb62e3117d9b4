/**
 * The tools that the server shows, listed by the proxy itself, each with the digest of its whole definition. A call waits
 * while a listing is under way: a definition that changes between two calls is seen before the second.
 */
import { digestOf, type Json, type JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";

export type SeenTool = { name: string; pin: string; definition: JsonObject };

const MAX_PAGES = 200;

export class ToolListing {
  private readonly ask: (params: JsonObject) => Promise<Json>;
  private readonly onListed: (tools: SeenTool[]) => void;
  private tools = new Map<string, SeenTool>();
  private current: Promise<void> | null = null;
  /** Counts the changes that were announced: a listing that began before the last one is not to be trusted. */
  private announced = 0;

  /** `ask` sends a tools/list request of the proxy's own and resolves with its result. */
  constructor(ask: (params: JsonObject) => Promise<Json>, onListed: (tools: SeenTool[]) => void) {
    this.ask = ask;
    this.onListed = onListed;
  }

  /** The tool as the server shows it now; null when it shows none of that name. */
  async find(name: string, meta?: JsonObject): Promise<SeenTool | null> {
    this.current ??= this.list(meta);
    // A further change may be announced while this call waits.
    for (let waited: Promise<void> | null = null; this.current && this.current !== waited; ) {
      waited = this.current;
      await waited;
    }
    return this.tools.get(name) ?? null;
  }

  /** What is known now, without waiting. */
  peek(name: string): SeenTool | null {
    return this.tools.get(name) ?? null;
  }

  all(): SeenTool[] {
    return [...this.tools.values()];
  }

  /** Lists anew; calls from now on wait for it. */
  refresh(): Promise<void> {
    this.announced += 1;
    const listing = this.list();
    this.current = listing;
    return listing;
  }

  /** Takes note of definitions that came in an answer to the client. */
  note(tools: readonly Json[]): void {
    for (const tool of tools.flatMap(seen)) this.tools.set(tool.name, tool);
  }

  private async list(meta?: JsonObject): Promise<void> {
    const round = this.announced;
    try {
      const tools = await this.pages(meta);
      if (round !== this.announced) return;
      this.tools = new Map(tools.map((tool) => [tool.name, tool]));
      this.onListed(tools);
    } catch {
      // A server that cannot be listed shows no tools, so nothing of it can be called; the next call asks again.
      if (round !== this.announced) return;
      this.tools = new Map();
      this.current = null;
    }
  }

  private async pages(meta?: JsonObject): Promise<SeenTool[]> {
    const tools: SeenTool[] = [];
    const base: JsonObject = meta ? { _meta: meta } : {};
    let cursor: Json | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const result = await this.ask(cursor === undefined ? base : { ...base, cursor });
      if (!isObject(result) || !Array.isArray(result.tools)) throw new Error("the answer is not a list of tools");
      tools.push(...result.tools.flatMap(seen));
      cursor = result.nextCursor;
      if (cursor === undefined || cursor === null) return tools;
    }
    throw new Error("the list of tools does not end");
  }
}

/** None for a definition that has no exact form: what cannot be pinned cannot be approved. */
function seen(definition: Json): SeenTool[] {
  if (!isObject(definition) || typeof definition.name !== "string" || definition.name === "") return [];
  try {
    return [{ name: definition.name, pin: digestOf(definition), definition }];
  } catch {
    return [];
  }
}
