/**
 * Device objects that bear a user's name by the rule of the handover: the name alone, or the name, a hyphen and
 * something. Where the names of two users fit, the device is the longer one's: `ann-marie` may be a user as well.
 * @param serials ARNs like `arn:aws:iam::123456789012:mfa/ada-phone`
 */
export function devicesNamedAfter(
  user: string,
  serials: readonly string[],
  users: readonly string[],
): readonly string[] {
  const fits = (name: string, device: string): boolean => device === name || device.startsWith(`${name}-`);
  return serials.filter((serial) => {
    const device = serial.slice(serial.lastIndexOf('/') + 1);
    return (
      fits(user, device) &&
      !users.some((other) => other !== user && other.length > user.length && fits(other, device))
    );
  });
}
