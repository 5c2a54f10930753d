import { parameter, type SuccessfulCall } from './account-memory.ts';
import { type EmulatorQuestions, elementsOf } from './ask-emulator.ts';

type Kind = 'User' | 'Group' | 'Role';

/** The names of users, groups and roles without regard to case: asked for once, then kept up by the calls. */
export interface IamNames {
  readonly clashes: (kind: Kind, name: string, ask: EmulatorQuestions) => Promise<boolean>;
  readonly remember: (call: SuccessfulCall) => void;
}

export function createIamNames(): IamNames {
  const known = new Map<Kind, Set<string>>();
  return {
    clashes: async (kind, name, ask) => {
      let names = known.get(kind);
      if (names === undefined) {
        names = await listNames(kind, ask);
        known.set(kind, names);
      }
      return names.has(name.toLowerCase());
    },
    remember: ({ operation, request }) => {
      const [, verb, kind] = /^(Create|Delete|Update)(User|Group|Role)$/.exec(operation.action) ?? [];
      if (operation.service !== 'iam' || kind === undefined) return;
      // Not asked for yet: the listing will have it.
      const names = known.get(kind as Kind);
      const name = parameter(request, `${kind}Name`)?.toLowerCase();
      const after = verb === 'Update' ? parameter(request, `New${kind}Name`)?.toLowerCase() : undefined;
      if (names === undefined || name === undefined) return;
      if (verb === 'Delete' || after !== undefined) names.delete(name);
      if (verb === 'Create') names.add(name);
      if (after !== undefined) names.add(after);
    },
  };
}

async function listNames(kind: Kind, ask: EmulatorQuestions): Promise<Set<string>> {
  const names = new Set<string>();
  let marker: string | undefined;
  do {
    const page = { MaxItems: '1000', ...(marker === undefined ? {} : { Marker: marker }) };
    const text = (await ask.query('iam', `List${kind}s`, page)).body.toString();
    for (const name of elementsOf(text, `${kind}Name`)) names.add(name.toLowerCase());
    marker = elementsOf(text, 'Marker')[0];
  } while (marker !== undefined);
  return names;
}
