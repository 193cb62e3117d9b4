import { getFinding } from "@/lib/findings/get-finding";
import { route } from "@/lib/http/route";

export const GET = route(getFinding);
