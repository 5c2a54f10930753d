import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';
import { readAccount } from '../helpers/read-account.ts';
import { choose, openRehearsal } from '../helpers/rehearsal-screen.ts';
import { keys, type Screen } from '../helpers/screen.ts';

const screens: Screen[] = [];
let bench: Bench;
const written = () =>
  readFileSync(join(bench.stateFolder, '..', '..', accountId, 'bootstrap-account.yaml'), 'utf8');

beforeAll(async () => {
  bench = await openBench();
  const path = bench.writeFile(startupFile.replace('people:', '# Who works here.\npeople:'));
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  // From here on the rehearsal works on its own copy, as a person works on the committed file.
  rmSync(path);
});
afterEach(() => {
  for (const screen of screens.splice(0)) screen.kill();
});
afterAll(() => bench?.stop());

function open(words: readonly string[], columns?: number): Screen {
  const screen = openRehearsal(bench, words, columns);
  screens.push(screen);
  return screen;
}

test('without a command, set up and in sync: one line, no question', async () => {
  const screen = open([]);
  expect(await screen.ended, screen.text()).toEqual({ code: 0, signal: 0 });
  expect(screen.text()).toMatch(/^✔ In sync: account acme-test \(123456789012\) is as the file says\.$/m);
  expect(screen.text()).not.toMatch(/^[?✔] .*\?/m);
});

test('one by one: repair, remove, accept, adopt; collected, then done, then checked again', async () => {
  const { iam, cloudtrail } = bench.clients;
  await cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'developers', PolicyArn }));
  await iam.send(new CreateUserCommand({ UserName: 'eve' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'eve', GroupName: 'admins' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'dev', GroupName: 'finance' }));
  bench.front.resetCounters();
  const screen = open(['--', 'check', '--repair']);
  await choose(screen, /critical: The trail "account-trail" does not log\..*\n[\s\S]*Skip/, 1);
  await choose(
    screen,
    /The user "eve", who is not in the file, is an administrator[\s\S]*Remove: user eve/,
    1,
  );
  await screen.answer(/Type eve to go on/, 'eve');
  await choose(screen, /carries the policy "ReadOnlyAccess"[\s\S]*Repair: take policy/, 2);
  await screen.answer(/Why is it left/, 'moves in January');
  await screen.answer(/Until which day/, '');
  await choose(screen, /"dev" is in the group "finance"[\s\S]*Adopt: it is right/, 2);
  await screen.until(/Go on in account/);
  // Nothing happens before the last word.
  expect(bench.front.counters().changing).toBe(0);
  screen.type(`y${keys.enter}`);
  const { code } = await screen.ended;
  const end = screen.text().slice(screen.text().lastIndexOf('Checking again'));
  expect(end, screen.text()).toMatch(/^✔ In sync/m);
  expect(end).toMatch(
    /^Accepted in the file \(1\)\n {2}· group-foreign-policy:developers\/ReadOnlyAccess, until/m,
  );
  expect(code).toBe(0);

  const account = await readAccount(bench);
  expect(account.trails[0]?.logging).toBe(true);
  expect(account.users.some(({ name }) => name === 'eve')).toBe(false);
  expect(account.users.find(({ name }) => name === 'dev')?.groups).toEqual(['developers', 'finance']);
  expect(written()).toContain('# Who works here.');
  expect(written()).toContain('{ name: dev, groups: [developers, finance] }');
  expect(written()).toMatch(
    /exceptions:\n {2}- finding: "group-foreign-policy:developers\/ReadOnlyAccess"\n {4}reason: moves in January\n {4}until: "\d{4}-\d\d-\d\d"\n/,
  );
});

test('without a command and drifted: shown, put back after one yes; declined it stays', async () => {
  await bench.clients.cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' }));
  const no = open([], 40);
  await choose(no, /Put back what can be put back \(1\)/, 0);
  await no.until(/Go on in account/);
  no.type(keys.enter);
  expect((await no.ended).code, no.text()).toBe(5);
  expect((await readAccount(bench)).trails[0]?.logging).toBe(false);

  const yesPlease = open([]);
  await choose(yesPlease, /Put back what can be put back \(1\)/, 0);
  await yesPlease.answer(/Go on in account/, 'y');
  await yesPlease.ended;
  expect((await readAccount(bench)).trails[0]?.logging, yesPlease.text()).toBe(true);
});
