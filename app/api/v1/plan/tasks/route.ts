import { route } from "@/lib/http/route";
import { addTask } from "@/lib/plan/add-task";
import { listTasks } from "@/lib/plan/list-tasks";

export const GET = route(listTasks);
export const POST = route(addTask);
