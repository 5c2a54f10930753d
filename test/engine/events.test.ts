import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEvent as PulumiEvent } from '@pulumi/pulumi/automation/index.js';
import { describe, expect, test } from 'vitest';
import { type EventRecord, nameOfUrn, recordEvent, startRecord } from '../../src/engine/events.ts';

// Streams of engine 3.248.0 as they came, without its debug lines.
function replay(name: string): { record: EventRecord; heard: string[] } {
  const text = readFileSync(join(import.meta.dirname, 'recorded', `${name}.json`), 'utf8');
  const events: PulumiEvent[] = JSON.parse(text);
  const record = startRecord();
  const heard = events
    .map((event) => recordEvent(record, event, name.startsWith('preview')))
    .flatMap((event) =>
      event === undefined || event.kind === 'diagnostic'
        ? []
        : [`${event.kind} ${event.operation} ${event.name}`],
    );
  return { record, heard };
}
const steps = (record: EventRecord) =>
  [...record.steps.values()]
    .map((step) => `${step.operation} ${step.name} [${step.changed}] [${step.replaces}]`)
    .sort();

describe('events of a run', () => {
  test('creates are heard beginning and ending, and only things of the account count', () => {
    const { record, heard } = replay('up-creates');
    expect(steps(record)).toEqual(['create a [] []', 'create b [] []']);
    expect(heard.toSorted()).toEqual([
      'finished create a',
      'finished create b',
      'started create a',
      'started create b',
    ]);
  });

  test('a replacement is one step with the property that forces it; an import that needs one shows both', () => {
    const { record } = replay('preview-replace');
    expect(steps(record)).toEqual([
      'delete b [] []',
      'import z [] []',
      'replace a [name] [name]',
      'replace z [name,value] [name]',
    ]);
    expect(record.diagnostics).toMatchObject([{ severity: 'warning', name: 'z' }]);
    expect(record.failures.size).toBe(0);
  });

  test('an adopted thing that differs is imported and then updated', () => {
    const { record } = replay('up-import-update');
    expect(steps(record)).toEqual(['import z [] []', 'same a [] []', 'same b [] []', 'update z [value] []']);
    expect(record.diagnostics).toEqual([]);
  });

  test('what a refresh found gone is created, not reported as deleted', () => {
    const { record } = replay('preview-refresh-lost');
    expect(steps(record)).toEqual(['create b [] []', 'delete y [] []', 'same a [] []', 'same z [] []']);
  });

  test('a failed step is heard, is no step, and its reason is told once', () => {
    const { record, heard } = replay('up-denied');
    expect(heard).toContain('failed create c');
    expect(steps(record).join()).not.toContain('create c');
    expect(record.diagnostics).toEqual([
      {
        severity: 'error',
        name: 'c',
        message:
          'AWS refused iam:CreateGroup on arn:aws:iam::111122223333:group/c for arn:aws:iam::111122223333:user/ada.',
        fix: expect.stringContaining('rights apply'),
      },
    ]);
    expect([...record.failures]).toEqual(['AccessDenied']);
  });

  test('an import that may not be replaced is an error of that resource', () => {
    const { record } = replay('up-import-replace');
    expect([...record.failures]).toEqual(['ImportReplaces']);
    expect(record.diagnostics).toMatchObject([{ severity: 'error', name: 'y' }]);
  });

  test('components are no things of the account', () => {
    const record = startRecord();
    const state = {
      type: 'c:x:Y',
      urn: 'u',
      custom: false,
      id: '',
      parent: '',
      inputs: {},
      outputs: {},
      provider: '',
    };
    const metadata = {
      op: 'create',
      urn: 'urn:pulumi:1::p::c:x:Y::groups',
      type: 'c:x:Y',
      new: state,
      provider: '',
    } as const;
    expect(
      recordEvent(record, { sequence: 1, timestamp: 1, resOutputsEvent: { metadata } }, false),
    ).toBeUndefined();
    expect(steps(record)).toEqual([]);
    recordEvent(
      record,
      {
        sequence: 2,
        timestamp: 1,
        resOutputsEvent: { metadata: { ...metadata, new: { ...state, custom: true } } },
      },
      false,
    );
    expect(steps(record)).toEqual(['create groups [] []']);
  });

  test('"update canceled" marks the run and explains nothing', () => {
    const record = startRecord();
    const diagnosticEvent = {
      message: '<{%reset%}>update canceled<{%reset%}>\n',
      color: 'raw',
      severity: 'error',
    } as const;
    expect(recordEvent(record, { sequence: 1, timestamp: 1, diagnosticEvent }, false)).toBeUndefined();
    expect(record).toMatchObject({ cancelled: true, diagnostics: [] });
  });

  test('logical names keep their colons and slashes', () => {
    expect(nameOfUrn('urn:pulumi:1::p::c:x:Y$aws:iam/group:Group::groups/admins')).toBe('groups/admins');
    expect(nameOfUrn('urn:pulumi:1::p::aws:iam/group:Group::a::b')).toBe('a::b');
  });
});
