import { route } from "@/lib/http/route";
import { listPeople } from "@/lib/identity/list-people";

export const GET = route(listPeople);
