/** What a pack does not show, said in it, before it is built, and by whoever verifies it. Pure. */

type Facts = { scoped: boolean; lost: number; unmediated: number; undecided: number };

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export function notProvenOf({ scoped, lost, unmediated, undecided }: Facts): string[] {
  return [
    "That what was recorded is true: it shows what the organisation's systems recorded, and that this was not changed since.",
    "That nothing happened outside: a call that went through no enforcement point is not here.",
    "Arguments of calls: only their digests are here, but for requests that people decided.",
    'That controls were in order throughout the period: their states are those of the moment given as "as of".',
    "That the requirements are the law's own words: they are paraphrases, and no legal advice.",
    "That the time is right: times are those of the organisation's database.",
    "That no other audit log was kept beside this one: compare its tree heads with any that you got earlier.",
    ...(scoped
      ? ["Anything about agents that were not chosen; controls and the audit log are the whole organisation's."]
      : []),
    ...(lost > 0
      ? [`${many(lost, "event that points say was lost is", "events that points say were lost are")} missing.`]
      : []),
    ...(unmediated > 0
      ? [
          `${many(unmediated, "call that telemetry reported was", "calls that telemetry reported were")} decided by no point, and ${unmediated === 1 ? "is" : "are"} not among the calls.`,
        ]
      : []),
    ...(undecided > 0
      ? [
          `${many(undecided, "request had", "requests had")} not come to an end, and ${undecided === 1 ? "has" : "have"} no receipt here.`,
        ]
      : []),
  ];
}
