/**
 * Answers probes: the gateway names a call, the point says what would become of it, and signs that with its own key.
 *
 * The call goes the way of every call up to the point where it would be recorded, asked about or run, and ends there. The
 * proof over the bundle can only be made by who holds the revision that the answer names.
 */
import { sha256 } from "../canonical.ts";
import { type SigningKey, signCanonical } from "../crypto.ts";
import { Accepted, type ProbeInput, type ProbeStatement, type StreamEvent } from "../wire/protocol.ts";
import type { BundleHolder } from "./bundle-holder.ts";
import { type Clock, instant } from "./clock.ts";
import type { Decider } from "./decider.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { type Logger, messageOf } from "./logger.ts";
import { prepareArguments } from "./prepare-arguments.ts";
import { printable } from "./printable.ts";

type Probe = Extract<StreamEvent, { type: "probe" }>;

const TRIES = 3;
const RETRY_MS = 1000;

export type ProberParts = {
  org: string;
  pepId: string;
  key: SigningKey;
  clock: Clock;
  client: GatewayClient;
  decider: Decider;
  bundles: BundleHolder;
  log: Logger;
  closing: AbortSignal;
};

export class Prober {
  private readonly parts: ProberParts;

  constructor(parts: ProberParts) {
    this.parts = parts;
  }

  /** Decides in the turn in which the probe is heard; only the answer takes its time. */
  answer(probe: Probe): void {
    const statement = this.statement(probe);
    const signature = signCanonical(this.parts.key, statement).value;
    void this.send({ statement, signature });
  }

  private statement({ probeId, orderId, nonce, request }: Probe): ProbeStatement {
    const { org, pepId, decider, bundles, clock } = this.parts;
    const prepared = prepareArguments(request.arguments, (args) => args);
    const decision = prepared.value
      ? decider.decide({ ...request, arguments: prepared.value })
      : decider.deny("arguments_unrepresentable", `The arguments have no exact JSON form: ${prepared.objection}.`);
    const { held } = bundles;
    return {
      format: 1,
      org,
      pep: pepId,
      probeId,
      orderId,
      nonce,
      agentId: request.agentId,
      tool: request.tool,
      effect: decision.effect,
      code: decision.code,
      reason: printable(decision.reason, 1900).slice(0, 2000).toWellFormed(),
      enforced: decision.effect === "allow" || decider.enforces(decision),
      revision: held?.revision ?? 0,
      bundleProof: held ? bundleProof(nonce, held.text) : null,
      at: instant(clock.now()),
    };
  }

  private async send(input: ProbeInput): Promise<void> {
    for (let attempt = 1; !this.parts.closing.aborted; attempt += 1) {
      try {
        await this.parts.client.post("/v1/pep/probes", input, Accepted);
        return;
      } catch (error) {
        const lasting = error instanceof GatewayRefused && !error.passing;
        if (lasting || attempt === TRIES) {
          this.parts.log.warn(`A probe could not be answered: ${printable(messageOf(error), 300)}`);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  }
}

/** Only who holds the content can say it, and not before the nonce is known. */
export function bundleProof(nonce: string, content: string): string {
  return sha256(`${nonce}\n${content}`);
}
