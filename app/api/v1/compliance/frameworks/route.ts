import { listFrameworks } from "@/lib/compliance/list-frameworks";
import { route } from "@/lib/http/route";

export const GET = route(listFrameworks);
