import { command } from "@/lib/audit/command";
import { changePerson } from "./change-person";
import { editPersonOp } from "./contract";

export const editPerson = command(editPersonOp, (tx, edit) => changePerson(tx, edit));
