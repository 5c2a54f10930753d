/** Driver for a plain `pulumi up`: reads the plan that `plan --out plan.json` wrote. */
import { readFileSync } from 'node:fs';
import { Config } from '@pulumi/pulumi';
import type { Plan } from '../src/model/plan.ts';
import { deployAccount } from './account.ts';

const planFile = new Config('bootstrap-account').require('planFile');
export const outputs = deployAccount(JSON.parse(readFileSync(planFile, 'utf8')) as Plan);
