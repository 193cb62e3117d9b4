/** Private to this folder: a table of calls. What our own export calls its columns is read as such. Pure. */
import type { CellsOf, TableShape } from "@/lib/shared/read-table";
import { CallField, MOST_ROWS } from "./contract";

export type Problem = { field: CallField | null; message: string; value: string };
export type RawRow = { line: number; cells: CellsOf<CallField>; problems: Problem[] };

export const shape: TableShape<CallField> = {
  fields: CallField.options,
  alsoCalled: {
    ...{
      eventid: "id",
      callid: "id",
      requestid: "id",
      time: "at",
      timestamp: "at",
      date: "at",
      datetime: "at",
      calledat: "at",
    },
    ...{
      agent: "agentName",
      principal: "onBehalfOf",
      user: "onBehalfOf",
      username: "onBehalfOf",
      toolname: "tool",
      function: "tool",
    },
    ...{
      class: "operationClass",
      decision: "effect",
      verdict: "effect",
      message: "reason",
      status: "outcome",
      result: "outcome",
    },
    ...{
      duration: "durationMs",
      latencyms: "durationMs",
      trace: "traceId",
      arguments: "argumentsText",
      args: "argumentsText",
    },
    ...{ input: "argumentsText", parameters: "argumentsText" },
  },
  required: [
    { field: "at", otherwise: "No column holds the time of the calls. Call one “at”, or say which of them it is." },
    { field: "tool", otherwise: "No column holds the tools. Call one “tool”, or say which of them it is." },
  ],
  mostRows: MOST_ROWS,
  member: "text",
  example: "at, agentName, tool, effect and so on",
};
