import { assignControl } from "@/lib/compliance/assign-control";
import { route } from "@/lib/http/route";

export const PUT = route(assignControl);
