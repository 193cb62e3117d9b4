import { requestAccess } from "@/lib/authzen/request-access";
import { taskRoute } from "@/lib/http/authzen-route";

export const POST = taskRoute(requestAccess);
