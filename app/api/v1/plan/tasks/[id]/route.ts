import { route } from "@/lib/http/route";
import { editTask } from "@/lib/plan/edit-task";
import { getTask } from "@/lib/plan/get-task";

export const GET = route(getTask);
export const PATCH = route(editTask);
