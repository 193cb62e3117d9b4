import { readTask } from "@/lib/authzen/read-task";
import { taskRoute } from "@/lib/http/authzen-route";

export const GET = taskRoute(readTask);
