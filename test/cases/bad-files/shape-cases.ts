import type { BadFile } from './bad-file.ts';

export const shapeCases: readonly BadFile[] = [
  {
    name: 'no version, and the next one',
    text: 'account: {}\n',
    mistakes: ['1:1 version: is missing; write 1.'],
  },
  {
    name: 'a version from the future',
    text: 'version: 2\n',
    mistakes: ['1:10 version: 2 is not allowed; write 1.'],
  },
  {
    name: 'misspelt keys',
    text: 'version: 1\nacount: {}\ngroups:\n  a: { acess: none, access: none }\ntrail:\n  retention: 400\n',
    mistakes: [
      '2:1 acount: unknown key "acount". Did you mean account? Allowed: version, extends, account, state, groups, people, machines, roles, policies, tags, regions, trail, alarms, budget, defaults, graceDays, rootClosedAt, exceptions.',
      '4:8 groups.a.acess: unknown key "acess". Did you mean access? Allowed: purpose, owner, kind, access, policies, path, mfa, cli.',
      '6:3 trail.retention: unknown key "retention". Allowed: enabled, name, bucket, retentionDays, encryption, objectLock.',
    ],
  },
  {
    name: 'keys that are no age public keys: the value is not repeated',
    text: 'version: 1\npeople:\n  - name: ada\n    groups: [a]\n    ageRecipient: ssh-ed25519 AAAAC3NzaC1lZDI1\n  - { name: bob, groups: [a], ageRecipient: AGE-SECRET-KEY-1QQQQ }\ngroups: { a: { access: administrator } }\n',
    mistakes: [
      '5:19 people.0.ageRecipient: an SSH key is not taken; make a key pair with age-keygen and write its public key, age1….',
      '6:45 people.1.ageRecipient: that is the secret half of an age key: take it out of the file, make a new pair with age-keygen and write its public key, age1….',
    ],
  },
  {
    name: 'account ids without quotes',
    text: 'version: 1\naccount:\n  id: 012345678901\nroles:\n  r: { buckets: [{ name: bkt, access: read, owner: 210987654321 }] }\n',
    mistakes: [
      '3:7 account.id: 012345678901 must be in quotes, or it is read as a number; write "012345678901".',
      '5:52 roles.r.buckets.0.owner: 210987654321 must be in quotes, or it is read as a number; write "210987654321".',
    ],
  },
  {
    name: 'account values of all kinds',
    text: 'version: 1\naccount:\n  id: "12345"\n  alias: Acme--Corp\n  region: Ireland\n',
    mistakes: [
      '3:7 account.id: "12345" is not allowed; allowed: 12 digits in quotes, like "123456789012".',
      '4:10 account.alias: "Acme--Corp" is not allowed; allowed: 3 to 63 of a-z 0-9 -, no hyphen at the ends or twice in a row, not 12 digits.',
      '5:11 account.region: "Ireland" is not allowed; allowed: an AWS region name, like eu-west-1.',
    ],
  },
  {
    name: 'exceptions without an end, and dates that are none',
    text: 'version: 1\nrootClosedAt: 2027-02-30\ngraceDays: 100\nexceptions:\n  - { finding: unknown user, reason: x, until: soon }\n  - { finding: "unknown-user:bot", reason: x }\n',
    mistakes: [
      '2:15 rootClosedAt: "2027-02-30" is not allowed; allowed: a date like 2027-01-31.',
      '3:12 graceDays: 100 is not allowed; write at most 90.',
      '5:16 exceptions.0.finding: "unknown user" is not allowed; allowed: an id as check shows it, like unknown-user:legacy-bot.',
      '5:48 exceptions.0.until: "soon" is not allowed; allowed: a date like 2027-01-31.',
      '6:5 exceptions.1.until: is missing; expected text.',
    ],
  },
  {
    name: 'on and no are text',
    text: 'version: 1\ntrail: { enabled: no }\ndefaults: { encryptEbs: on, blockPublicS3: "true" }\n',
    mistakes: [
      '2:19 trail.enabled: "no" is text; write true or false, without quotes.',
      '3:25 defaults.encryptEbs: "on" is text; write true or false, without quotes.',
      '3:44 defaults.blockPublicS3: "true" is text; write true or false, without quotes.',
    ],
  },
  {
    name: 'empty values',
    text: 'version: 1\naccount:\ngroups:\n  a:\n    access:\n  b: ~\ntrail: { bucket: , retentionDays: }\n',
    mistakes: [
      '2:1 account: is empty; write a map of keys and values, or remove the key.',
      '5:5 groups.a.access: an empty value is not allowed here; write one of administrator, billing-read-only, billing-manager, support, none, or a map with statements.',
      '6:3 groups.b: there is no group "b" to take out. The templates bring no group.',
      '7:10 trail.bucket: is empty; write text, or remove the key.',
      '7:20 trail.retentionDays: is empty; write a number, or remove the key.',
    ],
  },
  {
    name: 'numbers out of range',
    text: 'version: 1\ntrail: { retentionDays: 30 }\ndefaults:\n  passwordPolicy: { minimumLength: 4, reusePrevention: 24.5 }\n',
    mistakes: [
      '2:25 trail.retentionDays: 30 is not allowed; write at least 365.',
      '4:36 defaults.passwordPolicy.minimumLength: 4 is not allowed; write at least 8.',
      '4:56 defaults.passwordPolicy.reusePrevention: 24.5 is not allowed; write a whole number.',
    ],
  },
  {
    name: 'wrong words',
    text: 'version: 1\ngroups:\n  a: { kind: Human, access: admin, cli: key }\n  b: { access: [none] }\n',
    mistakes: [
      '3:14 groups.a.kind: "Human" is not allowed; write one of human, machine. Did you mean human?',
      '3:29 groups.a.access: "admin" is not allowed; write one of administrator, billing-read-only, billing-manager, support, none.',
      '3:41 groups.a.cli: "key" is not allowed; write one of login, keys, none. Did you mean keys?',
      '4:16 groups.b.access: a list is not allowed here; write one of administrator, billing-read-only, billing-manager, support, none, or a map with statements.',
    ],
  },
  {
    name: 'names that IAM does not take',
    text: 'version: 1\ngroups:\n  "Führung": { access: administrator, kind: persons }\npeople:\n  - { name: José Müller, groups: ["Führung"] }\n  - { name: 山田, groups: ["Führung"] }\n',
    mistakes: [
      '3:3 groups.Führung: "Führung" is not allowed as a name; allowed: the characters A-Z a-z 0-9 _ + = , . @ -. For example "Fuhrung".',
      '3:45 groups.Führung.kind: "persons" is not allowed; write one of human, machine.',
      '5:13 people.0.name: "José Müller" is not allowed; allowed: the characters A-Z a-z 0-9 _ + = , . @ -. For example "Jose-Muller".',
      '5:35 people.0.groups.0: "Führung" is not allowed; allowed: the characters A-Z a-z 0-9 _ + = , . @ -. For example "Fuhrung".',
      '6:13 people.1.name: "山田" is not allowed; allowed: the characters A-Z a-z 0-9 _ + = , . @ -.',
      '6:26 people.1.groups.0: "Führung" is not allowed; allowed: the characters A-Z a-z 0-9 _ + = , . @ -. For example "Fuhrung".',
    ],
  },
  {
    name: 'a name of 65 characters',
    text: 'version: 1\nmachines:\n  - name: mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm\n    groups: []\n',
    mistakes: [
      '3:11 machines.0.name: "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm" has 65 characters; allowed: at most 64.',
      '4:13 machines.0.groups: the list is empty; write one entry or more.',
    ],
  },
  {
    name: 'an entry without its keys',
    text: 'version: 1\npeople:\n  - { email: ada at acme }\n  - ada\n',
    mistakes: [
      '3:5 people.0.name: is missing; expected text.',
      '3:5 people.0.groups: is missing; expected a list.',
      '3:14 people.0.email: "ada at acme" is not allowed; allowed: an e-mail address.',
      '4:5 people.1: "ada" is not allowed here; write a map of keys and values.',
    ],
  },
  {
    name: 'bad statements',
    text: 'version: 1\ngroups:\n  a:\n    access:\n      statements:\n        - { Effect: allow, Action: 7, Resource: ["*"] }\n        - { Sid: "no spaces", Effect: Allow, Actions: s3:GetObject, Resource: [] }\n',
    mistakes: [
      '6:21 groups.a.access.statements.0.Effect: "allow" is not allowed; write one of Allow, Deny. Did you mean Allow?',
      '6:36 groups.a.access.statements.0.Action: 7 is not allowed here; write text, or a list of texts.',
      '7:18 groups.a.access.statements.1.Sid: "no spaces" is not allowed; allowed: letters and digits only.',
      '7:46 groups.a.access.statements.1.Actions: unknown key "Actions". Did you mean Action? Allowed: Sid, Effect, Action, NotAction, Resource, NotResource, Condition.',
      '7:79 groups.a.access.statements.1.Resource: the list is empty; write one entry or more.',
    ],
  },
  {
    name: 'bucket names and prefixes',
    text: 'version: 1\nroles:\n  r:\n    buckets:\n      - { name: My_Bucket, access: all }\n      - { name: 10.0.0.1, access: read, prefix: "up/*" }\n      - { access: read, name: xn--bkt }\n',
    mistakes: [
      '5:17 roles.r.buckets.0.name: "My_Bucket" is not allowed; allowed: 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit, not like an IP address, not beginning with xn-- or sthree-.',
      '5:36 roles.r.buckets.0.access: "all" is not allowed; write one of read, write, read-write.',
      '6:17 roles.r.buckets.1.name: "10.0.0.1" is not allowed; allowed: 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit, not like an IP address, not beginning with xn-- or sthree-.',
      '6:49 roles.r.buckets.1.prefix: "up/*" is not allowed; allowed: the characters A-Z a-z 0-9 ! _ . \' ( ) / -, no wildcard.',
      '7:31 roles.r.buckets.2.name: "xn--bkt" is not allowed; allowed: 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit, not like an IP address, not beginning with xn-- or sthree-.',
    ],
  },
  {
    name: 'text with a terminal escape',
    text: 'version: 1\naccount: { alias: "\\e[31mred" }\n',
    mistakes: [
      '2:19 account.alias: "\\u001b[31mred" is not allowed; allowed: 3 to 63 of a-z 0-9 -, no hyphen at the ends or twice in a row, not 12 digits.',
    ],
  },
  {
    name: 'Windows line ends and a byte order mark',
    text: '\uFEFFversion: 1\r\naccount:\r\n  alias: A\r\n',
    mistakes: [
      '3:10 account.alias: "A" is not allowed; allowed: 3 to 63 of a-z 0-9 -, no hyphen at the ends or twice in a row, not 12 digits.',
    ],
  },
  {
    name: 'a purpose on two lines',
    text: 'version: 1\nmachines:\n  - { name: ci, groups: [g], purpose: "one\\ntwo" }\n',
    mistakes: [
      '3:26 machines.0.groups.0: there is no group "g". No group is defined.',
      '3:39 machines.0.purpose: "one\\ntwo" is not allowed; allowed: one line of ASCII letters, digits, spaces and _ . : / = + @ , \' ( ) -.',
    ],
  },
];
