import { route } from "@/lib/http/route";
import { unlinkPerson } from "@/lib/signon/unlink-person";

export const POST = route(unlinkPerson);
