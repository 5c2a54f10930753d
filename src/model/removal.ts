/** What a policy hangs on. */
export interface PolicyHolder {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
}

/** What denies something to a user: taken off last, so that no moment gives more than the one before. */
export interface Denying {
  /** Groups by name, what hangs on them taken together. */
  readonly groups: readonly string[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** Names of inline policies. */
  readonly inline: readonly string[];
}

/** One thing that is taken away from an account, by the SDK: the engine never made it. */
export type RemovalStep =
  | { readonly kind: 'leave-group'; readonly user: string; readonly group: string }
  | { readonly kind: 'detach-policy'; readonly holder: PolicyHolder; readonly arn: string }
  | { readonly kind: 'delete-inline-policy'; readonly holder: PolicyHolder; readonly policy: string }
  | { readonly kind: 'delete-login-profile'; readonly user: string }
  /** The key whose id ends so; it can be switched on again. */
  | { readonly kind: 'switch-off-key'; readonly user: string; readonly idEnd: string }
  /** With everything on it; its members stay. */
  | { readonly kind: 'delete-group'; readonly group: string }
  /** With everything of theirs: keys are all switched off before the first is deleted. */
  | { readonly kind: 'delete-user'; readonly user: string; readonly denying?: Denying };

/** What taking away means for one finding. */
export interface Removal {
  /**
   * `repair`: it hangs on something of ours, and going back to the plan is to take it off. `remove`: it is not
   * ours at all, and no plan says anything about it.
   */
  readonly serves: 'repair' | 'remove';
  /** Short: `user eve`. */
  readonly title: string;
  /** What has to be typed before it happens. */
  readonly typed: string;
  /** Everything that goes with it, a line each. */
  readonly goes: readonly string[];
  readonly steps: readonly RemovalStep[];
}

/** True when all of it can be given again as it was: a membership, an attachment, a key that is switched off. */
export function isReversible({ steps }: Removal): boolean {
  return steps.every(({ kind }) => ['leave-group', 'detach-policy', 'switch-off-key'].includes(kind));
}
