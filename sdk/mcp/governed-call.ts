/**
 * One call that is decided about once, and that its client may have to leave and come back to: because people are asked and
 * the client can send its user to them, or because the server wants something of the client before it goes on.
 */
import type { JsonObject } from "../canonical.ts";
import type { ArgumentChange } from "../changed-action.ts";
import { Cancellation } from "../pep/cancellation.ts";
import type { CallParams } from "./call-params.ts";
import { type MessageId, type ResponseMessage, writeMessage } from "./message.ts";

/** The client's request that waits now. `answered` is called once, with a line for the client or with nothing. */
export type Leg = { id: MessageId; params: CallParams; answered(line: string | null): void };

export class GovernedCall {
  private readonly makeToken: () => string;
  private made: string | null = null;
  /** Of what is called, once the client may come back to it. */
  digest = "";
  /** Gives the call up. */
  readonly control = new Cancellation();
  /** What the server gave to be brought back; it stays here, and the client gets the token. */
  serverState: string | undefined;
  /** Set when a person changed the arguments, for the client to be told with the result. */
  change: ArgumentChange | null = null;
  /** True from the moment that the client was sent to people. */
  away = false;
  private present: Leg | null = null;
  private result: ((leg: Leg) => string) | null = null;
  private comes: ((leg: Leg) => void) | null = null;

  constructor(makeToken: () => string) {
    this.makeToken = makeToken;
  }

  /** What the client brings when it comes back. */
  get token(): string {
    this.made ??= this.makeToken();
    return this.made;
  }

  set token(token: string) {
    this.made = token;
  }

  get leg(): Leg | null {
    return this.present;
  }

  /** The client is here, or here again. False when another request of its is waiting for the same call. */
  come(leg: Leg): boolean {
    if (this.present) return false;
    this.present = leg;
    if (this.result) this.dismiss(this.result(leg));
    else this.comes?.(leg);
    return true;
  }

  /** Answers the client for now; it is expected to come back. */
  sendAway(message: Omit<ResponseMessage, "kind" | "id">): void {
    this.away = true;
    const { present } = this;
    if (present) this.dismiss(writeMessage({ kind: "response", id: present.id, ...message }));
  }

  /** The client's request was cancelled, and wants no answer. */
  leave(): void {
    this.dismiss(null);
  }

  /** The request under which the call goes on: the one that waits, or the next. */
  back(withinMs: number): Promise<Leg> {
    if (this.present) return Promise.resolve(this.present);
    return new Promise((resolve, reject) => {
      const { control } = this;
      if (control.aborted) throw control.reason;
      const end = (): void => {
        this.comes = null;
        clearTimeout(timer);
        unlisten();
      };
      const unlisten = control.onAbort(() => {
        end();
        reject(control.reason);
      });
      const timer = setTimeout(() => {
        end();
        reject(new Error("The client did not come back for its call, so it was not run."));
      }, withinMs);
      timer.unref();
      this.comes = (leg) => {
        end();
        resolve(leg);
      };
    });
  }

  /** How it ended; kept for a client that is away. True when a client was told. */
  end(result: (leg: Leg) => string): boolean {
    const { present } = this;
    this.result = result;
    if (present) this.dismiss(result(present));
    return present !== null;
  }

  private dismiss(line: string | null): void {
    const { present } = this;
    this.present = null;
    present?.answered(line);
  }
}

/** Key of what the proxy itself asks for, beside which there is no other. */
export const OWN_INPUT = "gatehouse";

/** The params of the call as the server gets them, whatever the client went through meanwhile. */
export function serverParams({ params }: Leg, args: JsonObject, serverState: string | undefined): JsonObject {
  const { requestState: _state, inputResponses: _responses, ...rest } = params.rest;
  const own: JsonObject = { ...rest, arguments: args };
  if (serverState !== undefined) own.requestState = serverState;
  const responses = Object.entries(params.responses ?? {}).filter(([key]) => key !== OWN_INPUT);
  if (responses.length > 0) own.inputResponses = Object.fromEntries(responses);
  return own;
}
