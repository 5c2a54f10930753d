/**
 * What our calls say of themselves, so that CloudTrail's events can be told to be of a run of this tool. The
 * number is the mark's, not the tool's. It explains and proves nothing: every caller chooses these words.
 */
export const ourUserAgent = 'bootstrap-account/1';

/** True when the caller said to be a run of this tool. */
export function saysToBeOurs(userAgent: string | undefined): boolean {
  return userAgent?.split(/[\s[\]]+/).includes(ourUserAgent) === true;
}
