/** How a secret reaches whom it is for: shown once, in a file of its own, or in one that only their age key opens. */
export const secretWays = ['terminal', 'file', 'age'] as const;
export type SecretWay = (typeof secretWays)[number];
