import type { BadFile } from './bad-file.ts';

export const syntaxCases: readonly BadFile[] = [
  {
    name: 'an empty file',
    text: '',
    mistakes: ['1:1 : the file is empty; it begins with "version: 1".'],
  },
  {
    name: 'only a comment',
    text: '# nothing yet\n',
    mistakes: ['1:1 : the file is empty; it begins with "version: 1".'],
  },
  {
    name: 'no YAML',
    text: 'version: 1\naccount: { id: "1\n',
    mistakes: [
      '3:1 : not valid YAML: Missing closing "quote.',
      '3:1 : not valid YAML: Flow map in block collection must be sufficiently indented and end with a }.',
    ],
  },
  {
    name: 'a tab as indentation',
    text: 'version: 1\naccount:\n\tregion: eu-west-1\n',
    mistakes: ['3:1 : a tab is used as indentation; YAML takes spaces only.'],
  },
  {
    name: 'two documents',
    text: 'version: 1\n---\nversion: 1\n',
    mistakes: ['2:1 : a second document begins here; the file holds one. Remove the line.'],
  },
  {
    name: 'an alias',
    text: 'version: 1\ngroups:\n  a: &a { access: none }\n  b: *a\n',
    mistakes: ['4:6 groups.b: the alias *a is not allowed; write the value out.'],
  },
  {
    name: 'a merge key',
    text: 'version: 1\ngroups:\n  a: { access: none }\n  b: { <<: { access: none }, access: none }\n',
    mistakes: ['4:8 groups.b.<<: merge keys («<<») are not allowed; write the keys out, or use "extends".'],
  },
  {
    name: 'a tag',
    text: 'version: !!js/function 1\naccount: { alias: !env HOME }\n',
    mistakes: [
      '1:24 version: the tag !!js/function is not allowed; remove it.',
      '2:24 account.alias: the tag !env is not allowed; remove it.',
    ],
  },
  {
    name: 'duplicate keys',
    text: 'version: 1\ngroups:\n  a: { access: none }\n  a: { access: none }\nversion: 1\n',
    mistakes: [
      '4:3 groups.a: the key "a" is there twice, first in line 3; keep one.',
      '5:1 version: the key "version" is there twice, first in line 1; keep one.',
    ],
  },
  {
    name: 'prototype keys',
    text: 'version: 1\n__proto__: { polluted: yes }\nconstructor: 1\ngroups:\n  __proto__: { access: administrator }\n',
    mistakes: [
      '2:1 __proto__: the key "__proto__" is not allowed; remove it.',
      '3:1 constructor: unknown key "constructor". Allowed: version, extends, account, state, groups, people, machines, roles, policies, tags, regions, trail, alarms, budget, defaults, graceDays, rootClosedAt, exceptions.',
      '5:3 groups.__proto__: the key "__proto__" is not allowed; remove it.',
    ],
  },
  {
    name: 'a map as key',
    text: 'version: 1\n? { a: 1 }\n: 2\n',
    mistakes: ['2:3 : a key must be plain text.'],
  },
  {
    name: 'a hidden character',
    text: 'version: 1\naccount: { alias: ac\u202eme }\n',
    mistakes: ['2:21 : the invisible character U+202E is not allowed; remove it.'],
  },
  {
    name: 'a NUL character',
    text: 'version: 1\nextends: "a\u0000b.yaml"\n',
    mistakes: ['2:12 : the invisible character U+0000 is not allowed; remove it.'],
  },
  {
    name: 'an escaped NUL',
    text: 'version: 1\nextends: "a\\0b.yaml"\n',
    mistakes: ['2:10 extends: "a\\u0000b.yaml" is not allowed: it contains a NUL character.'],
  },
  {
    name: 'a list at the top',
    text: '- version: 1\n',
    mistakes: ['1:1 : a list is not allowed here; write a map of keys and values.'],
  },
  {
    name: 'plain text',
    text: 'hello\n',
    mistakes: ['1:1 : "hello" is not allowed here; write a map of keys and values.'],
  },
];
