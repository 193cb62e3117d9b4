/** What this decision point says about itself: only what is there. */
import { env } from "@/lib/env";
import { CAPABILITY, REQUESTS_PATH } from "./request-contract";

export function metadata() {
  const base = env.appUrl;
  return {
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    search_subject_endpoint: `${base}/access/v1/search/subject`,
    search_resource_endpoint: `${base}/access/v1/search/resource`,
    search_action_endpoint: `${base}/access/v1/search/action`,
    ...(env.accessRequests ? { access_request_endpoint: `${base}${REQUESTS_PATH}`, capabilities: [CAPABILITY] } : {}),
  };
}
