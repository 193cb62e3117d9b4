/**
 * Fills the organisation with the demo company. While there is nothing that could do so this is null, and neither the set-up
 * page nor the settings offer it.
 */
export const loadDemo: (() => Promise<unknown>) | null = null;
