/** What scenarios do with calls that wait for people, and read of calls that were refused. */
import { Denied } from "../pep/denied.ts";
import { short } from "./attack.ts";
import type { Stage } from "./stage.ts";

export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "It ran.";
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    return short(error.message);
  }
}

export async function pendingHold(stage: Stage) {
  const held = await stage.until(({ checkpoints }) => checkpoints.find(({ status }) => status === "pending"));
  if (!held) throw new Error("The call was not held for people.");
  return held;
}

/** Approves what waits, and gives it as it is then, with its grant. */
export async function approveHeld(stage: Stage) {
  const { id, digest } = await pendingHold(stage);
  const acted = await stage.act({ act: "approve", checkpointId: id, digest });
  if (!acted.ok) throw new Error(`The owner could not approve: ${acted.detail}`);
  const held = await stage.until(({ checkpoints }) => checkpoints.find((one) => one.id === id && one.grantId !== null));
  if (!held) throw new Error("The approval made no grant.");
  return held;
}

export async function denyHeld(stage: Stage): Promise<void> {
  const { id, digest } = await pendingHold(stage);
  await stage.act({ act: "deny", checkpointId: id, digest });
}
