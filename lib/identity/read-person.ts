import type { TxCtx } from "@/lib/db/ctx";
import type { Person } from "./contract";
import { personRow, toPerson } from "./rows";

/** A person as the contract shows them, for acts about people that stand behind this folder. */
export const readPerson = async (tx: TxCtx, id: string): Promise<Person> => toPerson(await personRow(tx, id));
