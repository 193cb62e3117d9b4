import { route } from "@/lib/http/route";
import { editPerson } from "@/lib/identity/edit-person";

export const PATCH = route(editPerson);
