/** What a policy hangs on. */
export interface PolicyHolder {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
}

/** One thing that is taken away from an account, by the SDK: the engine never made it. */
export type RemovalStep =
  | { readonly kind: 'leave-group'; readonly user: string; readonly group: string }
  | { readonly kind: 'detach-policy'; readonly holder: PolicyHolder; readonly arn: string }
  | { readonly kind: 'delete-inline-policy'; readonly holder: PolicyHolder; readonly policy: string }
  | { readonly kind: 'delete-login-profile'; readonly user: string }
  /** With everything of his: keys are all switched off before the first is deleted. */
  | { readonly kind: 'delete-user'; readonly user: string };

/** What «remove» means for one finding. */
export interface Removal {
  /** Short: `user eve`. */
  readonly title: string;
  /** What has to be typed before it happens. */
  readonly typed: string;
  /** Everything that goes with it, a line each. */
  readonly goes: readonly string[];
  readonly steps: readonly RemovalStep[];
}
