/** Whom a task can be given to. */
import type { Option } from "@/components/ui/select";
import type { Person } from "@/lib/identity/contract";

export const peopleOptions = (people: readonly Person[]): Option[] =>
  people.filter(({ status }) => status === "active").map(({ id, name }) => ({ value: id, label: name }));
