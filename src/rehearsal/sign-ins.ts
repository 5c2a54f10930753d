import { type WireReply, withText } from './wire.ts';

/** User name to the time of the last sign-in with a password, ISO; the emulator knows of none. */
export type SignIns = Readonly<Record<string, string>>;

/** Writes the sign-ins into a reply that describes users; https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
export function addSignIns(reply: WireReply, signIns: SignIns): WireReply {
  if (Object.keys(signIns).length === 0) return reply;
  const text = reply.body.toString().replace(/<PasswordLastUsed ?\/>/g, '');
  return withText(
    reply,
    text.replace(/<UserName>([^<]*)<\/UserName>/g, (element, name: string) => {
      const at = signInOf(signIns, name);
      return at === undefined ? element : `${element}<PasswordLastUsed>${at}</PasswordLastUsed>`;
    }),
  );
}

/**
 * The same in the credential report. The first sign-in asks for a password of one's own, so that is when it was
 * changed, too.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function addSignInColumns(report: string, signIns: SignIns): string {
  const [head = '', ...rows] = report.split('\n');
  const columns = head.split(',').map((column) => column.trim());
  const told = ['password_last_used', 'password_last_changed'].map((name) => columns.indexOf(name));
  return [
    head,
    ...rows.map((row) => {
      const cells = row.split(',');
      const at = signInOf(signIns, cells[0] ?? '');
      if (at === undefined) return row;
      return cells.map((cell, index) => (told.includes(index) ? at : cell)).join(',');
    }),
  ].join('\n');
}

export function signInOf(signIns: SignIns, name: string): string | undefined {
  return Object.hasOwn(signIns, name) ? signIns[name] : undefined;
}
