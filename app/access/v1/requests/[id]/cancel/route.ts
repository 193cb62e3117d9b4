import { cancelTask } from "@/lib/authzen/cancel-task";
import { taskRoute } from "@/lib/http/authzen-route";

export const POST = taskRoute(cancelTask);
