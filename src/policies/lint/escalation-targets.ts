import type { Step, Target } from './escalation-table.ts';

export const regional = (service: string, rest: string): Target => ({ regional: service, rest });
export const step = (action: string, on: Target): Step => ({ action, on });

export const instance = regional('ec2', 'instance/i-0123456789abcdef0');
export const template = regional('ec2', 'launch-template/lt-0123456789abcdef0');
export const lambda = regional('lambda', 'function:any');
export const stack = regional('cloudformation', 'stack/any/0');
export const stackSet = regional('cloudformation', 'stackset/any:0');
export const glueJob = regional('glue', 'job/any');
export const glueSession = regional('glue', 'session/any');
export const pipeline = regional('datapipeline', 'pipeline/df-any');
export const notebook = regional('sagemaker', 'notebook-instance/any');
export const project = regional('codebuild', 'project/any');
export const task = regional('ecs', 'task-definition/any:1');
export const machine = regional('states', 'stateMachine:any');
export const interpreter = regional('bedrock-agentcore', 'code-interpreter-custom/any');
