import type { KeyPlace, LaunchHolder } from '../model/keys.ts';

const kinds = {
  instance: 'instance',
  'launch-template': 'launch template',
  'launch-configuration': 'launch configuration',
} as const;

/** `instance i-0a ("web") in eu-west-1`. */
export function phraseHolder({ kind, id, name, region, version, isDefault }: LaunchHolder): string {
  const named = name === undefined ? '' : ` ("${name}")`;
  const which = version === undefined ? '' : ` version ${version}${isDefault === true ? ' (default)' : ''}`;
  return `${kinds[kind]} ${id}${named}${which} in ${region}`;
}

/** `line 4 of /etc/app.env in the user data of instance i-0a in eu-west-1`. */
export function phrasePlace(place: KeyPlace): string {
  const part = place.part === '' ? '' : ` of ${place.part}`;
  return `line ${place.line}${part} in the user data of ${phraseHolder(place)}`;
}
