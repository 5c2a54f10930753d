/** Both names of a subject like `admins/eve`. IAM names hold no `/`. */
export function pairOf(subject: string): readonly [string, string] {
  const [first = '', ...rest] = subject.split('/');
  return [first, rest.join('/')];
}

/** The name in a subject that is a name or an ARN. */
export function lastName(subject: string): string {
  return subject.split('/').at(-1) ?? subject;
}
