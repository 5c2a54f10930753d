import type { Context } from '../context.ts';
import type { PlannedResource } from '../model/plan.ts';
import type { CostLine, ReportPermission } from '../model/report.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { chooseRows } from '../policies/choose-rows.ts';
import { powersOf } from '../policies/matrix.ts';
import { monthlyCosts } from '../report/costs.ts';
import { type Assumed, tryTemplate } from './template-plan.ts';

/** A template in words: what it makes, whom it lets do what, what it costs. */
export interface ExplainedTemplate {
  readonly template: string;
  /** Files of the chain, the nearest first. */
  readonly chain: readonly string[];
  readonly assumed: readonly Assumed[];
  readonly resources: readonly Pick<
    PlannedResource,
    'name' | 'type' | 'part' | 'title' | 'inRegion' | 'within'
  >[];
  readonly permissions: readonly ReportPermission[];
  /** AWS's own policies that it attaches; what they allow is read from an account and not judged here. */
  readonly unread: readonly string[];
  readonly costs: readonly CostLine[];
}

/**
 * Tries a template, or an account file, on a new account: nothing is asked of AWS.
 * @throws UserError `InvalidFile`, `FileNotReadable`, `TemplateNotFound`
 */
export async function explainTemplate(context: Context, name: string): Promise<ExplainedTemplate> {
  const { chain, assumed, plan, asked, unread } = await tryTemplate(context, name);
  return {
    template: name,
    chain,
    assumed,
    resources: plannedResources(plan).map(({ kept: _kept, physical: _physical, ...row }) => row),
    permissions: chooseRows(powersOf(asked.world)),
    unread,
    costs: monthlyCosts(plan),
  };
}
