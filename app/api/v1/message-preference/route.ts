import { route } from "@/lib/http/route";
import { getMessagePreference } from "@/lib/messages/get-message-preference";
import { setMessagePreference } from "@/lib/messages/set-message-preference";

export const GET = route(getMessagePreference);
export const PUT = route(setMessagePreference);
