/** Requests that the proxy makes of the server itself, under ids that the client cannot guess. */
import { randomBytes } from "node:crypto";
import type { Json, JsonObject } from "../canonical.ts";
import { isObject, type MessageId, type ResponseMessage, writeMessage } from "./message.ts";

const ANSWER_WITHIN_MS = 30_000;

type Waiting = { resolve(result: Json): void; reject(error: Error): void; late: NodeJS.Timeout | undefined };

export class OwnRequests {
  private readonly toServer: (line: string) => void;
  private readonly waiting = new Map<MessageId, Waiting>();
  private readonly prefix = `gatehouse-${randomBytes(8).toString("hex")}-`;
  private count = 0;

  constructor(toServer: (line: string) => void) {
    this.toServer = toServer;
  }

  has(id: MessageId): boolean {
    return this.waiting.has(id);
  }

  ask(method: string, params: JsonObject): Promise<Json> {
    return this.begin(method, params, ANSWER_WITHIN_MS).answer;
  }

  /** A request whose answer may be long in coming, and its id. */
  begin(method: string, params: JsonObject, withinMs?: number): { id: string; answer: Promise<Json> } {
    this.count += 1;
    const id = `${this.prefix}${this.count}`;
    const answer = new Promise<Json>((resolve, reject) => {
      const give = (): void => this.take(id)?.reject(new Error(`no answer to ${method}`));
      const late = withinMs === undefined ? undefined : setTimeout(give, withinMs);
      late?.unref();
      this.waiting.set(id, { resolve, reject, late });
      this.toServer(writeMessage({ kind: "request", id, method, params }));
    });
    return { id, answer };
  }

  /** True when the answer was to one of these. */
  answered({ id, result, error }: ResponseMessage): boolean {
    const waiting = id === null ? undefined : this.take(id);
    if (error === undefined) waiting?.resolve(result ?? null);
    else waiting?.reject(new Error(isObject(error) && typeof error.message === "string" ? error.message : "an error"));
    return waiting !== undefined;
  }

  fail(reason: string): void {
    for (const id of this.waiting.keys()) this.take(id)?.reject(new Error(reason));
  }

  private take(id: MessageId): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    clearTimeout(waiting?.late);
    return waiting;
  }
}
