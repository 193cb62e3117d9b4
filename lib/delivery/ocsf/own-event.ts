/** What delivery says about itself: that it lives and how far it has come, and that a sink was tried. */
import { makeEvent, type OutEvent } from "./event";

const app = { name: "Gatehouse", vendor_name: "Gatehouse" };

type Beat = {
  orgId: string;
  sinkId: string;
  at: Date;
  sequence: number;
  delivered: number;
  parked: number;
  missing: number;
};

/** Its own number is the last one given out: a receiver that has heard of it and of all before it has everything. */
export const heartbeatEvent = ({ orgId, sinkId, at, sequence, delivered, parked, missing }: Beat): OutEvent =>
  makeEvent({
    class: "lifecycle",
    uid: `heartbeat:${sinkId}:${sequence}`,
    orgId,
    at,
    activity: { id: 99, name: "Heartbeat" },
    severity: parked + missing > 0 ? 3 : 1,
    message:
      parked + missing > 0
        ? `Gatehouse delivers; ${parked} events are parked and ${missing} are gone.`
        : "Gatehouse delivers; nothing is missing.",
    logName: "gatehouse.heartbeat",
    members: {
      app,
      status_id: 1,
      status: "Success",
      unmapped: { sink: sinkId, last_sequence: sequence, delivered, parked, missing },
    },
  });

export const testEvent = ({ orgId, at, by }: { orgId: string; at: Date; by: string }): OutEvent =>
  makeEvent({
    class: "lifecycle",
    uid: `test:${at.getTime()}`,
    orgId,
    at,
    activity: { id: 99, name: "Test" },
    severity: 1,
    message: `A test event, sent by ${by} from the console. Nothing happened.`,
    logName: "gatehouse.test",
    members: { app, status_id: 1, status: "Success", unmapped: { test: true } },
  });
