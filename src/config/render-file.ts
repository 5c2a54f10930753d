import type { AccountFile } from '../model/account-file.ts';
import { renderPair } from './render-value.ts';

/** First lines of a new file: editors with a YAML language server complete and check by the schema. */
function schemaLines(schema: string | undefined): readonly string[] {
  if (schema !== undefined) return [`# yaml-language-server: $schema=${schema}`];
  return [
    '# Editors complete and check this file by a schema: `bootstrap-account template schema > schema.json`, and as the',
    '# first line a comment with yaml-language-server: $schema=./schema.json',
  ];
}

/** What stands above each part of a new file, in this order. */
const comments: Readonly<Record<Exclude<keyof AccountFile, 'version' | 'extends'>, string>> = {
  account: 'Which account this file is for. The id is compared with the credentials at every run.',
  state: 'Where several machines share the state; written by `state move`.',
  groups: 'Groups of your own, and what differs from the template. null removes one.',
  people: 'One entry a person; rights come from groups only.',
  machines: 'Programs outside AWS that still need an access key: one entry a task.',
  roles: 'Programs inside EC2: a role instead of keys.',
  policies: 'IAM policies of your own, for groups and roles to name.',
  tags: 'Tags for everything that is made.',
  regions: 'Where settings that each region has for itself are made: home, all-enabled, or a list.',
  trail: 'The audit trail. The name of its bucket is generated once and must not change.',
  alarms: 'Alarms by e-mail on what the trail records.',
  budget: 'What a month may cost; mails go out before it is spent.',
  defaults: 'Settings of the account as a whole.',
  graceDays: 'Days that check waits for a person to sign in and enrol MFA.',
  rootClosedAt: 'Since that day nobody is expected to use root.',
  exceptions: 'Findings of check that are known and left alone until a date.',
};

/**
 * Text of a fresh account file: commented, valid, ending in a newline.
 * @param schema path of the JSON Schema from the file's folder; absent: there is none near
 */
export function renderAccountFile(own: AccountFile, schema?: string): string {
  const head = [
    ...schemaLines(schema),
    '# What this AWS account is wanted to look like. Commit it; `bootstrap-account plan` compares the account with it.',
    `version: ${own.version}`,
    ...(own.extends === undefined
      ? []
      : [
          `# Where everything comes from that is not said here: \`bootstrap-account template show ${own.extends}\`.`,
          ...renderPair('extends', own.extends),
        ]),
  ];
  const parts = (Object.keys(comments) as (keyof typeof comments)[]).flatMap((key) =>
    own[key] === undefined ? [] : ['', `# ${comments[key]}`, ...renderPair(key, own[key])],
  );
  return `${[...head, ...parts].join('\n')}\n`;
}
