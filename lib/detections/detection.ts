/** What a detection is: its description for people, its parameters, and one of four ways in which it looks. */
import type { Ctx } from "@/lib/db/ctx";
import type { FindingKind, Severity } from "@/lib/findings/contract";
import type { Json } from "@/sdk/canonical";
import type { Baseline } from "./baseline";
import type { AgentHour, Cell } from "./hours";

export type Parameter = {
  label: string;
  unit: string;
  default: number;
  min: number;
  max: number;
};
export type Parameters<Key extends string = string> = Readonly<Record<Key, Parameter>>;
export type Values<Key extends string = string> = Readonly<Record<Key, number>>;

export type Subject = { kind: "agent" | "tool" | "point"; id: string; name: string };

/** Something that a detection found in one window of time. */
export type Hit = {
  subject: Subject;
  /** Beginning of the window: the same subject and part is raised once in it. */
  windowFrom: Date;
  part?: string;
  /** What was counted. */
  value: number;
  severity: Severity;
  title: string;
  mend: string;
  detail: { [key: string]: Json };
  /** What has to change for a dismissed finding to open anew; the window, where it is left out. */
  facts?: Json;
  /** Which of the agent's recorded calls it is about, so that the first of them can be named. */
  calls?: (cell: Cell) => boolean;
  hour?: AgentHour;
};

/** What is known of an agent beside its calls. */
export type AgentFacts = {
  id: string;
  name: string;
  createdAt: Date;
  dataClasses: readonly string[];
};

/** One agent's hour, with what is needed to judge it. */
export type Scene = {
  agent: AgentFacts;
  hour: AgentHour;
  /** The hour before, where the agent called something in it. */
  before: AgentHour | null;
  /** Null while too little is known of the agent. */
  baseline: Baseline | null;
  /** The last day before this one on which it called anything; null when there is none. */
  lastDay: Date | null;
};

export type Range = { from: Date; to: Date };

type Words = {
  id: string;
  kind: FindingKind;
  title: string;
  /** What it is about, for somebody who has never heard of it. */
  description: string;
  /** How it decides, with the parameters that are in force. */
  how: (values: Values) => string;
  /** What it reads. */
  reads: string;
  severity: Severity;
  asi: readonly string[];
  atlas: readonly string[];
  /** What is known of its false alarms. */
  falseAlarms: string;
  parameters: Parameters;
};

export type Detection = Words &
  (
    | {
        /** Counts of one agent's hour. */
        looks: "hour";
        judge: (scene: Scene, values: Values) => Hit[];
      }
    | {
        /** Counts of a range of hours, over several agents or points. */
        looks: "range";
        find: (ctx: Ctx, range: Range, values: Values) => Promise<Hit[]>;
      }
    | {
        /** What is so now: its finding closes when it is so no longer. */
        looks: "state";
        standing: (ctx: Ctx, now: Date, values: Values) => Promise<Hit[]>;
        over: string;
      }
    | {
        /** Found where it happens, by the domain that it belongs to: always on, and tuned there. */
        looks: "elsewhere";
        also?: readonly FindingKind[];
        /** Where its limits are set, if there are any. */
        settings?: string;
      }
  );

/** Defaults, with what an organisation set instead of them. */
export function valuesOf(parameters: Parameters, set: Readonly<Record<string, unknown>> = {}): Values {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, { default: usual, min, max }]) => {
      const value = set[key];
      return [key, typeof value === "number" && value >= min && value <= max ? value : usual];
    }),
  );
}
