/** The shared vectors: the same cases by which the evaluator of the product is held. */
import { type Family, may, must } from "../check.ts";
import { grantFor } from "../kit-signing.ts";
import type { Stage } from "../stage.ts";
import { type Vector, vectors } from "../vectors.ts";
import { CheckFailed, CheckSkipped, demand } from "../verdicts.ts";

type Verdict = { vector: Vector; revision: number; unsafe: string | null; inexact: string | null };
type Tally = { verdicts: Verdict[]; unsupported: number };

const LISTED = 3;
const tallies = new WeakMap<Stage, Promise<Tally>>();

export const decisions: Family = {
  name: "decisions",
  checks: [
    must("decide.safe", "Of the shared vectors, it never runs what is to be denied or held.", async (stage) => {
      const { verdicts } = await judged(stage);
      return resultOf(verdicts, ({ unsafe }) => unsafe, "none was run that must not be");
    }),
    may(
      "decide.exact",
      "It decides every shared vector as it is written, with its code and policies.",
      async (stage) => {
        const { verdicts, unsupported } = await judged(stage);
        const left = unsupported > 0 ? `; ${unsupported} cannot be asked of it` : "";
        return resultOf(verdicts, ({ inexact }) => inexact, `exact${left}`);
      },
    ),
  ],
};

function resultOf(verdicts: Verdict[], faultOf: (verdict: Verdict) => string | null, well: string): string {
  if (verdicts.length === 0) throw new CheckSkipped("None of the vectors can be asked of this point.");
  const wrong = verdicts.flatMap((verdict) => {
    const fault = faultOf(verdict);
    return fault === null ? [] : [`"${verdict.vector.guarantee}" (${fault})`];
  });
  if (wrong.length === 0) return `${verdicts.length} vectors: ${well}`;
  const more = wrong.length > LISTED ? `, and ${wrong.length - LISTED} more` : "";
  throw new CheckFailed(`${wrong.length} of ${verdicts.length} vectors: ${wrong.slice(0, LISTED).join("; ")}${more}.`);
}

/** Both checks read one run through the vectors. */
function judged(stage: Stage): Promise<Tally> {
  const known = tallies.get(stage);
  if (known) return known;
  const tally = judgeAll(stage);
  tallies.set(stage, tally);
  return tally;
}

async function judgeAll(stage: Stage): Promise<Tally> {
  await stage.streamed();
  const tally: Tally = { verdicts: [], unsupported: 0 };
  for (const vector of vectors()) {
    try {
      tally.verdicts.push(await judge(stage, vector));
    } catch (error) {
      if (!(error instanceof CheckSkipped)) throw error;
      tally.unsupported += 1;
    }
  }
  // Records come in batches: they are read once all calls are made.
  for (const verdict of tally.verdicts) verdict.inexact ??= await differs(stage, verdict);
  return tally;
}

async function judge(stage: Stage, vector: Vector): Promise<Verdict> {
  const { gateway, log } = stage;
  const { expected, request, lifted } = vector;
  const revision = gateway.publish(vector.content);
  const answered = (): boolean => log.acks.some((ack) => ack.kind === "bundle" && ack.revision === revision);
  await log.until(`an answer to revision ${revision}`, answered);
  const loaded = log.acks.some((ack) => ack.kind === "bundle" && ack.revision === revision && ack.result === "loaded");
  if (!loaded) return { vector, revision, unsafe: null, inexact: "it refused the bundle" };
  gateway.onHold = (checkpoint) => {
    if (lifted) gateway.approve(checkpoint, grantFor(gateway, checkpoint, { rules: lifted }));
    else gateway.settle(checkpoint, "denied", "no", null);
  };
  const before = log.runs.length;
  try {
    const { ran } = await stage.call(request.tool, { ...request, ...pinOf(vector) });
    const did = ran === true || log.runs.length > before;
    const due = expected.effect === "allow";
    const wrong = did === due ? null : did ? "it ran" : "it did not run";
    return { vector, revision, unsafe: did ? wrong : null, inexact: wrong };
  } finally {
    gateway.onHold = null;
  }
}

/** Said only where the tool has a pin: elsewhere there is nothing to compare. */
function pinOf({ content, request, seenPin }: Vector): { seenPin?: string | null } {
  const pinned = content.tools.some((tool) => tool.id === request.tool && tool.pin !== null);
  if (seenPin !== undefined) return { seenPin };
  return pinned ? { seenPin: "unseen" } : {};
}

/** What the record says otherwise than the vector; null when it agrees. */
async function differs({ log }: Stage, { vector, revision }: Verdict): Promise<string | null> {
  const { expected, lifted } = vector;
  // With checkpoints lifted, what counts is whether it ran.
  if (lifted) return null;
  const find = () => log.calls().find((call) => call.revision === revision);
  await log.until(`the record of the call under revision ${revision}`, () => find() !== undefined);
  const call = find();
  demand(call !== undefined, "The record of the call is gone.");
  if (call.effect !== expected.effect) return `recorded as ${call.effect}`;
  if (call.code !== expected.code) return `recorded as ${call.code}, not ${expected.code}`;
  for (const name of ["policies", "observed"] as const) {
    const due = expected[name];
    if (due && [...due].sort().join() !== [...call[name]].sort().join())
      return `its ${name} are [${call[name].join(", ")}]`;
  }
  return null;
}
