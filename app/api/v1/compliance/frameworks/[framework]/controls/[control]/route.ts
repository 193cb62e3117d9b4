import { getControl } from "@/lib/compliance/get-control";
import { route } from "@/lib/http/route";

export const GET = route(getControl);
