/** What the first steps ask, in one place for server and browser: the same inputs, or the seeded answers are not found. */
export const onboardingInputs = {
  overview: {},
  points: {},
  tools: {},
  bundles: {},
  calls: { limit: 1 },
  closed: { box: "closed", limit: 50 },
} as const;

export const onboardingCookie = "gatehouse-first-steps";
