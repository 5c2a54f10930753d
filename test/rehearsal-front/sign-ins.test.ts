import { expect, test } from 'vitest';
import { addSignInColumns, addSignIns } from '../../src/rehearsal/sign-ins.ts';

const signIns = { ada: '2026-11-20T08:00:00Z' };

test('who signed in is told by the list of users, others are as they were', () => {
  const body = Buffer.from('<User><UserName>ada</UserName></User><User><UserName>bo</UserName></User>');
  const reply = { status: 200, rawHeaders: [], body };
  expect(addSignIns(reply, signIns).body.toString()).toBe(
    '<User><UserName>ada</UserName><PasswordLastUsed>2026-11-20T08:00:00Z</PasswordLastUsed></User><User><UserName>bo</UserName></User>',
  );
  expect(addSignIns(reply, {})).toBe(reply);
});

test('and by the credential report, with a password changed at that time', () => {
  const report = [
    'user,password_enabled,password_last_used,password_last_changed,mfa_active',
    'ada,true,no_information,not_supported,true',
    'constructor,true,no_information,not_supported,true',
  ];
  expect(addSignInColumns(report.join('\n'), signIns).split('\n')).toEqual([
    report[0],
    'ada,true,2026-11-20T08:00:00Z,2026-11-20T08:00:00Z,true',
    report[2],
  ]);
});
