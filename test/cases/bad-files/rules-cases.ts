import type { BadFile } from './bad-file.ts';

export const rulesCases: readonly BadFile[] = [
  {
    name: 'a member of an undefined group',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: ada, groups: [admins, admin] }\n  - { name: bob, groups: [constructor] }\n',
    mistakes: [
      '4:35 people.0.groups.1: there is no group "admin". Did you mean admins? Groups: admins, finance, developers, api.',
      '5:27 people.1.groups.0: there is no group "constructor". Groups: admins, finance, developers, api.',
    ],
  },
  {
    name: 'names that differ by case only',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: ada, groups: [admins] }\n  - { name: Ada, groups: [finance] }\nmachines:\n  - { name: ADA, groups: [api] }\ngroups:\n  Admins: { access: none }\nroles:\n  bot: { buckets: [{ name: bkt, access: read }] }\n  BOT: { buckets: [{ name: bkt, access: read }] }\n',
    mistakes: [
      '5:13 people.1.name: "Ada" is the same as the person "ada": AWS ignores the case of names. Choose another name.',
      '7:13 machines.0.name: "ADA" is the same as the person "ada": AWS ignores the case of names. Choose another name.',
      '9:3 groups.Admins: "Admins" is the same as the group "admins": AWS ignores the case of names. Choose another name.',
      '12:3 roles.BOT: "BOT" is the same as the role "bot": AWS ignores the case of names. Choose another name.',
    ],
  },
  {
    name: 'alarms without the trail they read',
    text: 'version: 1\nextends: startup\ntrail: { enabled: false }\nalarms: { email: a@acme.example }\n',
    mistakes: [
      '4:1 alarms: alarms read what the trail records, and trail.enabled is false. Say set: none, or adopt the trail there is with trail.name and trail.bucket.',
    ],
  },
  {
    name: 'a retention that CloudWatch Logs does not know, and half a dollar',
    text: 'version: 1\nextends: startup\nalarms: { email: a@acme.example, logRetentionDays: 100 }\nbudget: { monthlyUsd: 0.5 }\n',
    mistakes: [
      '3:52 alarms.logRetentionDays: 100 is not allowed; write one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.',
      '4:23 budget.monthlyUsd: 0.5 is not allowed; write a whole number.',
    ],
  },
  {
    name: 'names that look alike',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: bill0, groups: [admins] }\n  - { name: biIlo, groups: [finance] }\n',
    mistakes: [
      '5:13 people.1.name: "biIlo" looks like the person "bill0" (0 and O, 1, l and I). Choose a name that cannot be mistaken.',
    ],
  },
  {
    name: 'one name twice in a list',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: ada, groups: [admins] }\n  - { name: ada, groups: [finance] }\n',
    mistakes: ['5:13 people.1.name: "ada" is in this list already; keep one entry.'],
  },
  {
    name: 'one identity in both kinds of group',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: ada, groups: [admins, api] }\nmachines:\n  - { name: ci, groups: [api, developers] }\n',
    mistakes: [
      '4:35 people.0.groups.1: the person "ada" cannot be in the machine group "api": people are under the MFA rule, programs cannot be.',
      '6:31 machines.0.groups.1: the machine "ci" cannot be in the human group "developers": programs have no MFA device, they would be shut out.',
    ],
  },
  {
    name: 'a machine group that is for people',
    text: 'version: 1\ngroups:\n  admins: { access: administrator }\n  bots: { kind: machine, access: administrator, cli: keys, mfa: required }\n  money: { kind: machine, access: billing-read-only }\n',
    mistakes: [
      '4:34 groups.bots.access: administrator is for people with MFA; a machine group takes statements, limited to what the program needs, or none.',
      '4:49 groups.bots.cli: only human groups have "cli"; programs use the key of their machine. Remove it.',
      '4:60 groups.bots.mfa: programs have no MFA device, the group would be shut out. Remove it, or make the group human.',
      '5:35 groups.money.access: billing-read-only is for people with MFA; a machine group takes statements, limited to what the program needs, or none.',
    ],
  },
  {
    name: 'a group without access',
    text: 'version: 1\ngroups:\n  a: { purpose: nothing yet }\n',
    mistakes: [
      '3:3 groups.a: the group "a" has no access; write administrator, billing-read-only, billing-manager, support, none, a map with statements, or the names of policies.',
    ],
  },
  {
    name: 'nobody administers',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: finn, groups: [finance] }\n',
    mistakes: ['3:1 people: nobody is an administrator. Put somebody into admins.'],
  },
  {
    name: 'nobody can administer',
    text: 'version: 1\ngroups:\n  staff: { access: none }\npeople:\n  - { name: finn, groups: [staff] }\n',
    mistakes: ['4:1 people: nobody is an administrator. No group has the access administrator.'],
  },
  {
    name: 'eleven groups and one twice',
    text: 'version: 1\ngroups:\n  admins: { access: administrator }\n  g0: { access: none }\n  g1: { access: none }\n  g2: { access: none }\n  g3: { access: none }\n  g4: { access: none }\n  g5: { access: none }\n  g6: { access: none }\n  g7: { access: none }\n  g8: { access: none }\n  g9: { access: none }\npeople:\n  - { name: ada, groups: [admins, g0, g1, g2, g3, g4, g5, g6, g7, g8, g9] }\n  - { name: bob, groups: [g7, g7] }\n',
    mistakes: [
      '15:26 people.0.groups: "ada" is in 11 groups; AWS allows 10.',
      '16:31 people.1.groups.1: the group "g7" is in this list already; keep one.',
    ],
  },
  {
    name: 'statements that say too little or too much',
    text: 'version: 1\ngroups:\n  a:\n    access:\n      statements:\n        - { Sid: One, Effect: Allow, Resource: "*" }\n        - { Sid: One, Effect: Allow, Action: s3:GetObject, NotAction: s3:PutObject, Resource: "*" }\n',
    mistakes: [
      '6:11 groups.a.access.statements.0: the statement has neither Action nor NotAction; write one.',
      '7:18 groups.a.access.statements.1.Sid: the Sid "One" is there twice in this group; Sids are unique.',
      '7:60 groups.a.access.statements.1.NotAction: the statement has Action and NotAction; keep one.',
    ],
  },
  {
    name: 'reserved names',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: Root, groups: [admins] }\n  - { name: -x, groups: [admins] }\nroles:\n  AWSServiceRoleForMe: { buckets: [{ name: bkt, access: read }] }\n',
    mistakes: [
      '4:13 people.0.name: "Root" would be mistaken for the root user of the account. Choose another name.',
      '5:13 people.1.name: "-x" begins or ends with punctuation. Choose another name.',
      '7:3 roles.AWSServiceRoleForMe: "AWSServiceRoleForMe" begins like the roles that AWS makes itself. Choose another name.',
    ],
  },
  {
    name: 'a bucket asked twice',
    text: 'version: 1\nextends: startup\nroles:\n  r:\n    buckets:\n      - { name: bkt, access: read, prefix: in/ }\n      - { name: bkt, access: write, prefix: out/ }\n      - { name: bkt, access: write, prefix: in/ }\n  q:\n    buckets:\n      - { name: bkt, access: read, create: true }\n      - { name: oth, access: read, owner: "210987654321", create: true }\n  p:\n    buckets:\n      - { name: bkt, access: read, create: false }\n',
    mistakes: [
      '8:9 roles.r.buckets.2: the bucket "bkt" below in/ is asked twice, with read and with write by the role "r"; keep one entry.',
      '12:59 roles.q.buckets.1.create: the bucket "oth" of account 210987654321 cannot be made from here; remove "create" or "owner".',
      '15:44 roles.p.buckets.0.create: false for the bucket "bkt" contradicts true in the role "q"; both must say the same.',
    ],
  },
  {
    name: 'the audit bucket for a program',
    text: 'version: 1\nextends: startup\ntrail: { bucket: acme-audit }\nroles:\n  r: { buckets: [{ name: acme-audit, access: read }] }\n',
    mistakes: [
      '5:26 roles.r.buckets.0.name: "acme-audit" is the audit bucket of the trail; no role gets access to it. Name another bucket.',
    ],
  },
  {
    name: 'no such template',
    text: 'version: 1\nextends: startp\n',
    mistakes: [
      '2:10 extends: "startp" is no built-in template. Did you mean startup? Built in: startup, minimal, strict. A file of your own is named with its ending, like base.yaml.',
    ],
  },
  {
    name: 'a template outside',
    text: 'version: 1\nextends: ../base.yaml\n',
    mistakes: [
      '2:10 extends: "../base.yaml" is not allowed: a template lies beside this file or below, «..» leads out.',
    ],
  },
  {
    name: 'a template by absolute path',
    text: 'version: 1\nextends: /etc/passwd\n',
    mistakes: [
      '2:10 extends: "/etc/passwd" is not allowed: write a path relative to this file, with forward slashes.',
    ],
  },
  {
    name: 'a template that is not there',
    text: 'version: 1\nextends: sub/base.yaml\n',
    mistakes: ['2:10 extends: "sub/base.yaml" does not exist; it is looked for beside this file.'],
  },
  {
    name: 'a template without ending',
    text: 'version: 1\nextends: ./base\n',
    mistakes: [
      '2:10 extends: "./base" is no template: write a built-in name (startup, minimal, strict) or a file that ends in .yaml.',
    ],
  },
  {
    name: 'a file that extends itself',
    text: 'version: 1\nextends: bootstrap-account.yaml\n',
    mistakes: [
      '2:10 extends: "bootstrap-account.yaml" leads back to bootstrap-account.yaml; a file cannot extend itself.',
    ],
  },
  {
    name: 'shape and rules at once',
    text: 'version: 1\nextends: startup\npeople:\n  - { name: ada, groups: [admins], mail: a@b.example }\n  - { name: bob, groups: [develpers] }\ntrail: { retentionDays: 1 }\n',
    mistakes: [
      '4:36 people.0.mail: unknown key "mail". Did you mean email? Allowed: name, email, groups, ageRecipient, keptUntil.',
      '5:27 people.1.groups.0: there is no group "develpers". Did you mean developers? Groups: admins, finance, developers, api.',
      '6:25 trail.retentionDays: 1 is not allowed; write at least 365.',
    ],
  },
];
