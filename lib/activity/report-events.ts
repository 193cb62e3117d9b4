import { authorise, parseInput, parseOutput, type Verb } from "@/lib/audit/verb";
import { transaction } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { reportEventsOp } from "./contract";
import { receiveEvents } from "./receive-events";
import { type EventReport, type EventResult, storeEvents } from "./store-events";

/** Stores one report, alone or together with others, and answers after the commit. */
type Store = (report: EventReport) => Promise<EventResult[]>;
type ReportEvents = Verb<typeof reportEventsOp.input, typeof reportEventsOp.output>;

/** The verb, with the place where many reports become one commit. */
export function reportEventsThrough(store: Store): ReportEvents {
  const verb: (...given: Parameters<ReportEvents>) => ReturnType<ReportEvents> = async (ctx, input) => {
    await authorise(ctx, reportEventsOp);
    const { events } = parseInput(reportEventsOp, input);
    const { actor, orgId, requestId } = ctx;
    if (actor.kind !== "pep") throw new Refusal("forbidden", "Only an enforcement point reports calls.");
    const point = { id: actor.id, name: actor.name, agents: actor.agents };
    const results = await receiveEvents(events, (readable) => store({ orgId, point, requestId, events: readable }));
    return parseOutput(reportEventsOp, { results });
  };
  return Object.assign(verb, { operation: reportEventsOp });
}

/** Each report in a transaction of its own. */
export const reportEvents: ReportEvents = Object.assign(
  (...[ctx, input]: Parameters<ReportEvents>) =>
    reportEventsThrough((report) => transaction(ctx, async (tx) => (await storeEvents(tx.db, [report]))[0] ?? []))(
      ctx,
      input,
    ),
  { operation: reportEventsOp },
);
