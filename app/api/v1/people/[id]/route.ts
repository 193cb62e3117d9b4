import { editPerson } from "@/lib/guarded/edit-person";
import { route } from "@/lib/http/route";

export const PATCH = route(editPerson);
