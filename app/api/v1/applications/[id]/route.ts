import { deleteApplication } from "@/lib/applications/delete-application";
import { editApplication } from "@/lib/applications/edit-application";
import { getApplication } from "@/lib/applications/get-application";
import { route } from "@/lib/http/route";

export const GET = route(getApplication);
export const PUT = route(editApplication);
export const DELETE = route(deleteApplication);
