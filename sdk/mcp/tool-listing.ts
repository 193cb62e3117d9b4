/**
 * The tools that the server shows, listed by the proxy itself, each with the digest of its whole definition. A call waits
 * while a listing is under way: a definition that changes between two calls is seen before the second.
 */
import { digestOf, type Json, type JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";

export type SeenTool = { name: string; pin: string; definition: JsonObject };

const MAX_PAGES = 200;
const MAX_TOOLS = 10_000;
/** A server that changes its tools and says nothing is found out this often. */
const AGAIN_MS = 5 * 60_000;

export class ToolListing {
  private readonly ask: (params: JsonObject) => Promise<Json>;
  private readonly onListed: (tools: SeenTool[]) => void;
  private tools = new Map<string, SeenTool>();
  private listing: Promise<void> | null = null;
  /** Whether the tools were listed, and no change was announced since. */
  private settled = false;
  /** Counts the changes that were announced: a listing that began before the last one is not to be trusted. */
  private announced = 0;
  /** What a client without a session says of itself; a listing on its behalf says it too. */
  private meta: JsonObject | undefined;
  private validUntil = Number.POSITIVE_INFINITY;
  private readonly timer: NodeJS.Timeout;
  /** True while the server will tell of changes; otherwise a list is good for as long as it says itself. */
  announces = true;

  /** `ask` sends a tools/list request of the proxy's own and resolves with its result. */
  constructor(ask: (params: JsonObject) => Promise<Json>, onListed: (tools: SeenTool[]) => void) {
    this.ask = ask;
    this.onListed = onListed;
    this.timer = setInterval(() => {
      if (this.settled) void this.refresh();
    }, AGAIN_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** The tool, when what is known is known to be so still. */
  current(name: string): SeenTool | null {
    return this.settled && this.isFresh() ? (this.tools.get(name) ?? null) : null;
  }

  /** The tool as the server shows it now; null when it shows none of that name. */
  async find(name: string, meta?: JsonObject): Promise<SeenTool | null> {
    this.meta = meta ?? this.meta;
    if (!this.isFresh()) this.settled = false;
    if (!this.settled) this.listing ??= this.list();
    // A further change may be announced while this call waits.
    for (let waited: Promise<void> | null = null; this.listing && this.listing !== waited; ) {
      waited = this.listing;
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
  refresh(meta?: JsonObject): Promise<void> {
    this.meta = meta ?? this.meta;
    this.announced += 1;
    this.settled = false;
    const listing = this.list();
    this.listing = listing;
    return listing;
  }

  /** Takes note of definitions that came in an answer to the client. */
  note(tools: readonly Json[]): void {
    for (const tool of tools.flatMap(seen)) this.tools.set(tool.name, tool);
  }

  private isFresh(): boolean {
    return this.announces || performance.now() < this.validUntil;
  }

  private async list(): Promise<void> {
    const round = this.announced;
    try {
      const tools = await this.pages();
      if (round !== this.announced) return;
      this.tools = new Map(tools.map((tool) => [tool.name, tool]));
      this.settled = true;
      this.onListed(tools);
    } catch {
      // A server that cannot be listed shows no tools, so nothing of it can be called; the next call asks again.
      if (round === this.announced) this.tools = new Map();
    }
    if (round === this.announced) this.listing = null;
  }

  private async pages(): Promise<SeenTool[]> {
    const tools: SeenTool[] = [];
    const base: JsonObject = this.meta ? { _meta: this.meta } : {};
    let cursor: Json | undefined;
    for (let page = 0; page < MAX_PAGES && tools.length <= MAX_TOOLS; page += 1) {
      const result = await this.ask(cursor === undefined ? base : { ...base, cursor });
      if (!isObject(result) || !Array.isArray(result.tools)) throw new Error("the answer is not a list of tools");
      tools.push(...result.tools.flatMap(seen));
      const { ttlMs } = result;
      this.validUntil = performance.now() + (typeof ttlMs === "number" && ttlMs >= 0 ? ttlMs : 0);
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
