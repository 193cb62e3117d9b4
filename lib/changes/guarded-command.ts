/**
 * A command whose act waits for a second person where it weakens enforcement, and is done at once where it does not. Its answer is
 * that of the act; where it waits, it refuses with `second_person` and names the change, so that nobody takes waiting for done.
 */
import type { z } from "zod";
import { command, type Done, type Step } from "@/lib/audit/command";
import type { Verb } from "@/lib/audit/verb";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { noteTwoPersons } from "@/lib/identity/two-persons";
import { Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";
import type { Json, JsonObject } from "@/sdk/canonical";
import { lockChanges } from "./change-rows";
import type { ChangedText, ChangeKind, ChangeRequest, Weakening } from "./contract";
import { aloneEvent, joined, overtake, type Prepared, type Proposal, personBehind, propose } from "./guard-change";
import { closeSecret, openSecret, turned } from "./held-secret";

/** What an act would weaken. What waits is carried out by the same act with the same input. */
export type Judged = {
  kind: ChangeKind;
  subject: string;
  title: string;
  /** What it changes, as it is now. */
  base: Json;
  texts: ChangedText[];
  weakenings: Weakening[];
};

type Guarded<In extends z.ZodType> = {
  /** Reads only. `by` is the person who asks, also while another confirms it; null for machines. */
  judge: (tx: TxCtx, input: z.output<In>, by: string | null) => Promise<Judged>;
  /** Where the input has a secret, which is sealed while it waits. */
  secret?: readonly string[];
};
/** Makes the proposal anew from what was kept, as of whoever asked, and says how it is carried out. */
export type PrepareAct = (tx: TxCtx, kept: JsonObject, askedBy: string) => Promise<Prepared<unknown>>;

export function guardedCommand<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  { judge, secret = [] }: Guarded<In>,
  work: (tx: TxCtx, input: z.output<In>) => Promise<Done<z.input<Out>>>,
): Verb<In, Out> & { prepare: PrepareAct } {
  const proposalOf = async (tx: TxCtx, input: z.output<In>, by: string | null): Promise<Proposal> => ({
    ...(await judge(tx, input, by)),
    payload: { act: op.id, input: turned(plain(input), secret, (text) => closeSecret(tx.orgId, text)) as JsonObject },
  });
  const run = async (tx: TxCtx, input: z.output<In>, outermost: boolean): Promise<Done<z.input<Out>>> => {
    await lockChanges(tx);
    const proposal = await proposalOf(tx, input, await personBehind(tx));
    const { weakenings } = proposal;
    const done = (): Promise<Done<z.input<Out>>> => work(tx, input);
    // The application's own work is no person's act, and nobody is in its place.
    if (weakenings.length === 0 || tx.actor.kind === "system") return settled(tx, proposal, await done());
    if (!(await noteTwoPersons(tx))) {
      const { result, event } = await settled(tx, proposal, await done());
      const alone = event === "repetition" ? event : joined(event, [aloneEvent(proposal, reasonIn(input))]);
      return { result, event: alone };
    }
    if (!outermost) throw new Refusal("conflict", `${sentences(weakenings)} Ask for that by itself: it takes two.`);
    const tried = await undone(tx, done);
    if (tried.event === "repetition") return tried;
    const { result, event } = await propose(tx, proposal, reasonIn(input), "reason_required");
    // Read once the proposal is committed: the refusal must not undo it.
    return { result: () => Promise.reject(waits(result.request, weakenings)), event };
  };
  const open = command(op, (tx, input) => run(tx, input, true));
  const within = command(op, (tx, input) => run(tx, input, false));
  const verb = (ctx: Ctx, input: z.input<In>) => (ctx.now === null ? open : within)(ctx, input);
  const prepare: PrepareAct = async (tx, stored, askedBy) => {
    const input = op.input.parse(turned(stored, secret, (text) => openSecret(tx.orgId, text)));
    return { proposal: await proposalOf(tx, input, askedBy), act: async () => stepOf(tx, await work(tx, input)) };
  };
  return Object.assign(verb, { operation: op, prepare });
}

const plain = (input: unknown): JsonObject => JSON.parse(JSON.stringify(input)) as JsonObject;

const reasonIn = (input: unknown): string =>
  typeof input === "object" && input !== null && "reason" in input && typeof input.reason === "string"
    ? input.reason
    : "";

async function settled<Result>(tx: TxCtx, proposal: Proposal, done: Done<Result>): Promise<Done<Result>> {
  if (done.event !== "repetition") await overtake(tx, proposal, null);
  return done;
}

async function stepOf(tx: TxCtx, { result, event }: Done<unknown>): Promise<Step<unknown>> {
  return { result: typeof result === "function" ? await result(tx) : result, event };
}

/** The act is tried and taken back: what would be refused is refused now, not after somebody else has been asked. */
async function undone<Result>(tx: TxCtx, act: () => Promise<Done<Result>>): Promise<Done<Result>> {
  await tx.db.$executeRawUnsafe("SAVEPOINT tried");
  const done = await act();
  if (done.event !== "repetition") await tx.db.$executeRawUnsafe("ROLLBACK TO SAVEPOINT tried");
  return done;
}

export const sentences = (weakenings: readonly Weakening[]): string => {
  const shown = weakenings.slice(0, 3).map(({ sentence }) => sentence);
  const more = weakenings.length - shown.length;
  return `${shown.join(" ")}${more > 0 ? ` And ${more} more.` : ""}`;
};

export function waits(request: ChangeRequest | null, weakenings: readonly Weakening[]): Refusal {
  if (!request) throw new Error("nothing was proposed");
  const { id, digest, confirmers } = request;
  const who =
    confirmers.length > 0
      ? `${confirmers.slice(0, 3).join(", ")} can confirm it under Policies, Weaker changes.`
      : "Nobody else here may confirm it; the operator of the server can invite a second person.";
  return new Refusal("second_person", `Nothing is changed yet. ${sentences(weakenings)} ${who}`, {
    change: { id, digest, confirmers },
  });
}
