import { UserError } from '../../errors.ts';

/**
 * A name on its way into an ARN or a condition. `*`, `?` and `$` would be read as wildcard or variable there,
 * and reach things that nobody named.
 * @throws UserError `WildcardInName`
 */
export function literalName(what: string, name: string): string {
  if (!/[*?$\s"\\]/.test(name)) return name;
  throw new UserError(
    'WildcardInName',
    `${what} "${name}" has a character that a policy would not take literally.`,
    {
      fix: 'Leave * ? $ " \\ and spaces out of it; a policy names exactly one thing.',
    },
  );
}
