import {
  CreateAnalyzerCommand,
  DeleteAnalyzerCommand,
  GetAnalyzerCommand,
  TagResourceCommand,
  type Type,
  UntagResourceCommand,
} from '@aws-sdk/client-accessanalyzer';
import type { AnalyzerArgs, AnalyzerState } from '@pulumi/aws/accessanalyzer/analyzer.js';
import { unlessGone } from './aws-clients.ts';
import { defineType, tagMap, text } from './resource-type.ts';
import { changeTags } from './tags.ts';

export const analyzer = defineType<AnalyzerArgs, AnalyzerState>()({
  token: 'aws:accessanalyzer/analyzer:Analyzer',
  inputs: ['analyzerName', 'type', 'tags', 'region'],
  refused: ['configuration'],
  replaces: ['analyzerName', 'type'],
  defaults: { type: 'ACCOUNT' },
  outputs: ['arn'],
  create: async (aws, inputs) => {
    await aws.accessanalyzer.send(
      new CreateAnalyzerCommand({
        analyzerName: text(inputs, 'analyzerName'),
        type: text(inputs, 'type') as Type,
        tags: { ...tagMap(inputs) },
      }),
    );
    return text(inputs, 'analyzerName');
  },
  read: async (aws, id) => {
    const ask = aws.accessanalyzer.send(new GetAnalyzerCommand({ analyzerName: id }));
    const found = (await unlessGone(ask, 'ResourceNotFoundException'))?.analyzer;
    if (found === undefined) return undefined;
    const properties = {
      arn: found.arn,
      analyzerName: found.name,
      type: found.type,
      tagsAll: found.tags ?? {},
    };
    return { id, properties };
  },
  update: async (aws, _id, { old, next }) => {
    const resourceArn = text(old, 'arn');
    await changeTags(old, next, {
      remove: (tagKeys) => aws.accessanalyzer.send(new UntagResourceCommand({ resourceArn, tagKeys })),
      put: (tags) => aws.accessanalyzer.send(new TagResourceCommand({ resourceArn, tags: { ...tags } })),
    });
  },
  delete: async (aws, id) => {
    const ask = aws.accessanalyzer.send(new DeleteAnalyzerCommand({ analyzerName: id }));
    await unlessGone(ask, 'ResourceNotFoundException');
  },
});
