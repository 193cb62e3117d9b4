/** What an application imports from `gatehouse`. */
export type { Json, JsonObject } from "./canonical.ts";
export { type ArgumentChange, changeNote } from "./changed-action.ts";
export { type GuardedCall, type GuardOptions, guard } from "./guard.ts";
export { type BeginOptions, type BegunCall, beginCall } from "./pep/begin-call.ts";
export type { CallOptions, Run } from "./pep/call-attempt.ts";
export type { CallRequest } from "./pep/call-events.ts";
export type { HoldVerdict } from "./pep/checkpoint-waits.ts";
export { connect } from "./pep/connect.ts";
export type { ConnectOptions } from "./pep/connect-options.ts";
export { ConnectFailed, Denied, Held, type HeldCheckpoint, OutcomeUnknown } from "./pep/denied.ts";
export type { EnforcementPoint, PointStatus } from "./pep/enforcement-point.ts";
export type { Logger } from "./pep/logger.ts";
export { NotVerified, verifyBundle, verifyGrant } from "./verify.ts";
export type { Decision, DecisionCode, DecisionRequest } from "./wire/decision.ts";
export type { Question } from "./wire/question.ts";
