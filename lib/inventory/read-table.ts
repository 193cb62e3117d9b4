/** A table of agents: what its columns are called. Pure. */
import {
  type CellsOf,
  type RowOf,
  readTable as readTableOf,
  type TableOf,
  type TableShape,
} from "@/lib/shared/read-table";
import { ImportField, MAX_IMPORT_ROWS } from "./import-contract";

export type Cells = CellsOf<ImportField>;
export type TableRow = RowOf<ImportField>;
export type Table = TableOf<ImportField>;

const shape: TableShape<ImportField> = {
  fields: ImportField.options,
  alsoCalled: {
    agent: "name",
    agentname: "name",
    description: "purpose",
    vendor: "provider",
    platform: "provider",
    env: "environment",
    data: "dataClasses",
    dataclass: "dataClasses",
    tag: "tags",
    labels: "tags",
    risk: "riskTier",
    tier: "riskTier",
    owneremail: "owner",
    backup: "backupOwner",
    backupowneremail: "backupOwner",
  },
  required: [
    {
      field: "name",
      otherwise: "No column holds the agents' names. Call one “name”, or say which of them it is.",
    },
  ],
  mostRows: MAX_IMPORT_ROWS,
  member: "csv",
  example: "name, purpose, owner and so on",
};

export const readTable = (csv: string, chosen: Readonly<Record<string, ImportField | null>>): Table =>
  readTableOf(shape, csv, chosen);
