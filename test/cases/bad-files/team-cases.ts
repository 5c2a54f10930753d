import type { BadFile } from './bad-file.ts';

/** What a team that owns templates gets wrong. */
export const teamCases: readonly BadFile[] = [
  {
    name: 'null that takes nothing out',
    text: 'version: 1\nextends: startup\ngroups:\n  finanec: ~\n  api: ~\nroles: { bot: ~ }\npolicies: { p: ~ }\ntags: { Team: ~ }\nmachines:\n  - { name: ci, groups: ~ }\n',
    mistakes: [
      '4:3 groups.finanec: there is no group "finanec" to take out. Did you mean finance? There are: admins, finance, developers, api.',
      '6:10 roles.bot: there is no role "bot" to take out. The templates bring no role.',
      '7:13 policies.p: there is no policy "p" to take out. The templates bring no policy.',
      '8:9 tags.Team: there is no tag "Team" to take out. The templates bring no tag.',
      '10:17 machines.0.groups: there is no machine "ci" to take out. The templates bring no machine.',
    ],
  },
  {
    name: 'policies that are not there, twice, or under a name that is taken',
    text: 'version: 1\nextends: startup\ngroups:\n  admins: { policies: [look, lok, look] }\npolicies:\n  look: { statements: [{ Effect: Allow, Action: "sqs:ListQueues", Resource: "*" }] }\n  requiremfa: { statements: [{ Effect: Deny, Action: "sqs:PurgeQueue" }] }\n  developers-work: { statements: [{ Sid: A, Effect: Deny, Action: "sqs:*", Resource: "*" }, { Sid: A, Effect: Deny, Action: "sns:*", Resource: "*" }] }\n',
    mistakes: [
      '4:30 groups.admins.policies.1: there is no policy "lok". Did you mean look? Policies: look, requiremfa, developers-work.',
      '4:35 groups.admins.policies.2: the policy "look" is in this list already; keep one.',
      '7:3 policies.requiremfa: "requiremfa" is the name of the policy that every account gets (AWS ignores the case of names). Choose another name.',
      '7:30 policies.requiremfa.statements.0: the statement has neither Resource nor NotResource; write one.',
      '8:3 policies.developers-work: "developers-work" is the name of the policy of the group "developers" (AWS ignores the case of names). Choose another name.',
      '8:100 policies.developers-work.statements.1.Sid: the Sid "A" is there twice in this policy; Sids are unique.',
    ],
  },
  {
    name: 'tags and paths that AWS or this tool would not have',
    text: 'version: 1\nextends: startup\ntags: { "aws:x": a, managedby: me, Team: a, team: b }\nroles:\n  bot: { path: team/, tags: { Origin: x } }\ngroups:\n  admins: { path: /a b/ }\n',
    mistakes: [
      '3:9 tags.aws:x: the tag "aws:x" begins with aws:, which AWS keeps for itself. Choose another key.',
      '3:21 tags.managedby: the tag "managedby" is written by this tool. Choose another key.',
      '3:45 tags.team: the tag "team" is the same as "Team": IAM ignores the case of tag keys. Choose another key.',
      '5:16 roles.bot.path: "team/" is not allowed; allowed: a path like /team/, beginning and ending with /.',
      '5:31 roles.bot.tags.Origin: the tag "Origin" is written by this tool. Choose another key.',
      '7:19 groups.admins.path: "/a b/" is not allowed; allowed: a path like /team/, beginning and ending with /.',
    ],
  },
  {
    name: 'a role that may do nothing',
    text: 'version: 1\nextends: startup\nroles:\n  bot: { purpose: Nothing yet }\n',
    mistakes: [
      '4:3 roles.bot: the role "bot" may do nothing; name what it is for under buckets, queues, secrets, logGroups or policies.',
    ],
  },
];
