/** The servers behind a hub, each behind its own proxy: requests to them, and what they say unasked. */
import type { Json, JsonObject } from "../canonical.ts";
import {
  errorResponse,
  type Message,
  type MessageId,
  messageOf,
  parse,
  type ResponseMessage,
  writeMessage,
} from "./message.ts";
import { FAILED } from "./protocol.ts";

export type Lane = { name: string; send(line: string): void };
export type Said = { lane: string; message: Exclude<Message, ResponseMessage> };
type Waiting = { lane: string; resolve(answer: ResponseMessage): void };

export class HubLanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly waiting = new Map<MessageId, Waiting>();
  private readonly onSaid: (said: Said) => void;
  private count = 0;

  constructor(onSaid: (said: Said) => void) {
    this.onSaid = onSaid;
  }

  add(lane: Lane): void {
    this.lanes.set(lane.name, lane);
  }

  get names(): string[] {
    return [...this.lanes.keys()];
  }

  has(name: string): boolean {
    return this.lanes.has(name);
  }

  tell(name: string, message: Message): void {
    this.lanes.get(name)?.send(writeMessage(message));
  }

  /** `begin` is told the request's id before it is sent: a server may answer at once. */
  ask(
    name: string,
    method: string,
    params: Json | undefined,
    begin: (id: number) => void = () => undefined,
  ): Promise<ResponseMessage> {
    this.count += 1;
    const id = this.count;
    return new Promise<ResponseMessage>((resolve) => {
      this.waiting.set(id, { lane: name, resolve });
      begin(id);
      if (this.lanes.has(name)) this.tell(name, { kind: "request", id, method, params });
      else this.settle(errorResponse(id, FAILED, `The server ${name} is not there.`));
    });
  }

  heard(lane: string, line: string): void {
    const message = messageOf(parse(line));
    if (message.kind === "response") this.settle(message, lane);
    else this.onSaid({ lane, message });
  }

  /** Nothing is expected of it any more. */
  remove(name: string, reason: string): void {
    this.lanes.delete(name);
    for (const [id, { lane }] of this.waiting) if (lane === name) this.settle(errorResponse(id, FAILED, reason));
  }

  private settle(message: ResponseMessage, lane?: string): void {
    const waiting = message.id === null ? undefined : this.waiting.get(message.id);
    if (!waiting || message.id === null || (lane !== undefined && waiting.lane !== lane)) return;
    this.waiting.delete(message.id);
    waiting.resolve(message);
  }
}

export const resultOf = ({ result }: ResponseMessage): JsonObject | null =>
  typeof result === "object" && result !== null && !Array.isArray(result) ? result : null;
