import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { route } from "@/lib/http/route";

export const GET = route(listStopOrders);
