import { getDemo } from "@/lib/demo/get-demo";
import { loadDemo } from "@/lib/demo/load-demo";
import { removeDemo } from "@/lib/demo/remove-demo";
import { route } from "@/lib/http/route";

export const GET = route(getDemo);
export const POST = route(loadDemo);
export const DELETE = route(removeDemo);
