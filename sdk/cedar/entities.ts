/** A call as cedar-wasm takes it: the reference that the compiled evaluator has to agree with. */
import type { CedarValueJson, EntityJson, TypeAndId } from "@cedar-policy/cedar-wasm/nodejs";
import type { BundleContent } from "../wire/bundle.ts";
import type { DecisionRequest } from "../wire/decision.ts";
import { argumentsType } from "./arguments.ts";
import { CallContext } from "./call-context.ts";
import { entityJson, recordJson } from "./cedar-json.ts";
import { ACTION, AGENT, SERVER } from "./model.ts";
import { EntityStore } from "./store.ts";

export interface CedarRequest {
  readonly principal: TypeAndId;
  readonly action: TypeAndId;
  readonly resource: TypeAndId;
  readonly context: { [name: string]: CedarValueJson };
}

export function cedarEntities(content: Pick<BundleContent, "agents" | "tools">): EntityJson[] {
  return Array.from(new EntityStore(content).declared(), entityJson);
}

/** Throws `EvaluationFailure` when the arguments have no exact Cedar form. The tool must be in the bundle. */
export function cedarRequest(content: Pick<BundleContent, "tools">, request: DecisionRequest): CedarRequest {
  const tool = content.tools.find(({ id }) => id === request.tool);
  if (!tool) throw new Error(`there is no tool ${request.tool}`);
  const type = argumentsType(tool.inputSchema);
  return {
    principal: { type: AGENT, id: request.agentId },
    action: { type: ACTION, id: tool.id },
    resource: { type: SERVER, id: tool.server },
    context: recordJson(new CallContext(request.arguments, type, request.onBehalfOf, request.chain?.length ?? 0)),
  };
}
