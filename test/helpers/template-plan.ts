import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Plan } from '../../src/model/plan.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';
import { accountId, emptySnapshot } from './example.ts';

/** An account of two regions whose file says no more than a template and two administrators. */
export async function planOnTemplate(template: string, contacts = '{}'): Promise<Plan> {
  const folder = await makeFolder({
    'bootstrap-account.yaml': [
      'version: 1',
      `extends: ${template}`,
      `account: { id: "${accountId}", alias: acme, region: eu-west-1, contacts: ${contacts} }`,
      'people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]',
      'trail: { bucket: acme-audit }',
      // The one answer that strict leaves open.
      ...(template === 'strict' ? ['alarms: { email: security@acme.example }'] : []),
      '',
    ].join('\n'),
  });
  const { merged } = await loadAccountFile(contextOf(folder));
  const complete = completeAnswers(merged, { accountId });
  if ('missing' in complete) throw new Error(JSON.stringify(complete.missing));
  const [home] = emptySnapshot.regions;
  const others = complete.answers.regions.kind === 'home' ? [] : [{ ...home!, name: 'us-east-1' }];
  return assemblePlan(complete.answers, { ...emptySnapshot, regions: [home!, ...others] }, new Map());
}
