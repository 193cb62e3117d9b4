import { route } from "@/lib/http/route";
import { deleteView } from "@/lib/views/delete-view";

export const DELETE = route(deleteView);
