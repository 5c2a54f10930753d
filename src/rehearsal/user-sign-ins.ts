/**
 * Writes into a reply that describes users when each last signed in: nobody ever signs in to an emulator.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
 * @param signIns User name to an ISO time
 */
export function addSignIns(xml: string, signIns: Readonly<Record<string, string>>): string {
  return xml.replace(/<UserName>([^<]*)<\/UserName>/g, (element, name: string) => {
    const at = Object.hasOwn(signIns, name) ? signIns[name] : undefined;
    return at === undefined ? element : `${element}<PasswordLastUsed>${at}</PasswordLastUsed>`;
  });
}
