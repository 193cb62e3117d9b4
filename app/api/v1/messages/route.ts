import { route } from "@/lib/http/route";
import { listMessages } from "@/lib/messages/list-messages";

export const GET = route(listMessages);
