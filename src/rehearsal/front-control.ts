import type { Counters } from './call-counters.ts';
import { describeIssue } from './describe-issue.ts';
import type { CallEnd } from './handle-call.ts';
import { type FaultRule, faultRulesSchema } from './rules.ts';
import { type ScenarioInput, scenarioSchema } from './scenario.ts';
import { headerOf, type WireRequest } from './wire.ts';

/** What `GET /_front/status` tells; `front` is the marker by which another process knows what answers. */
export interface FrontStatus {
  readonly front: 'bootstrap-account';
  readonly accountId: string;
  readonly counters: Counters;
}
export interface FrontControls {
  readonly status: () => FrontStatus;
  readonly setRules: (rules: readonly FaultRule[]) => void;
  readonly setScenario: (scenario: ScenarioInput) => void;
  readonly resetCounters: () => void;
}

/** Answers requests below `/_front/`; undefined for all others. No bucket can be named `_front`. */
export function answerControl(request: WireRequest, controls: FrontControls): CallEnd | undefined {
  if (!request.path.startsWith('/_front/')) return undefined;
  const { status, body } = control(request, controls);
  const rawHeaders = ['Content-Type', 'application/json'];
  return { kind: 'reply', reply: { status, rawHeaders, body: Buffer.from(`${JSON.stringify(body)}\n`) } };
}

function control(
  request: WireRequest,
  controls: FrontControls,
): { readonly status: number; readonly body: unknown } {
  const asked = `${request.method} ${request.path}`;
  if (asked === 'GET /_front/status') return { status: 200, body: controls.status() };
  if (request.method !== 'POST') return { status: 404, body: { error: `${asked} is not known.` } };
  // A web page cannot send this type to us without asking first, and we never answer that question.
  if (!(headerOf(request, 'content-type') ?? '').startsWith('application/json')) {
    return { status: 415, body: { error: 'The body must be application/json.' } };
  }
  switch (request.path) {
    case '/_front/reset-counters':
      controls.resetCounters();
      return { status: 200, body: {} };
    case '/_front/rules': {
      const rules = faultRulesSchema.safeParse(parseJson(request.body));
      if (!rules.success) return { status: 400, body: { error: describeIssue(rules.error) } };
      controls.setRules(rules.data);
      return { status: 200, body: {} };
    }
    case '/_front/scenario': {
      const scenario = scenarioSchema.safeParse(parseJson(request.body));
      if (!scenario.success) return { status: 400, body: { error: describeIssue(scenario.error) } };
      controls.setScenario(scenario.data);
      return { status: 200, body: {} };
    }
    default:
      return { status: 404, body: { error: `${asked} is not known.` } };
  }
}

/** Undefined, which no schema takes, for text that is no JSON. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
