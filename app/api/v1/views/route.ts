import { route } from "@/lib/http/route";
import { listViews } from "@/lib/views/list-views";
import { saveView } from "@/lib/views/save-view";

export const GET = route(listViews);
export const POST = route(saveView);
