import * as z from 'zod';
import { newAccountRegions } from './regions.ts';

const metadataDefaults = z.strictObject({
  httpTokens: z.enum(['optional', 'required']).optional(),
  httpPutResponseHopLimit: z.int().min(1).max(64).optional(),
  httpEndpoint: z.enum(['enabled', 'disabled']).optional(),
  instanceMetadataTags: z.enum(['enabled', 'disabled']).optional(),
});
export type MetadataDefaults = z.infer<typeof metadataDefaults>;

/** What the emulator cannot be told: the state of the root user, who is calling, what CloudTrail has done. */
export const scenarioSchema = z.strictObject({
  root: z
    .strictObject({
      /** @default true */
      mfa: z.boolean().default(true),
      /** @default false */
      accessKeys: z.boolean().default(false),
    })
    .prefault({}),
  /** ARN that sts:GetCallerIdentity tells, for every caller. */
  callerArn: z
    .string()
    .regex(/^arn:[a-z-]+:(iam|sts)::\d{12}:[\x21-\x7e]+$/, 'an ARN like arn:aws:iam::123456789012:root')
    .optional(),
  trail: z
    .strictObject({
      /**
       * Milliseconds from StartLogging to the first delivery of log files; `null`: none ever comes.
       * @default 1500
       */
      deliveryAfterMs: z.int().min(0).nullable().default(1500),
      /** Tells LatestDeliveryError, as when the bucket policy was edited. */
      deliveryError: z.string().optional(),
    })
    .prefault({}),
  events: z
    .strictObject({
      /**
       * Milliseconds until a call shows in the event history; with AWS it is minutes.
       * @default 0
       */
      delayMs: z.int().min(0).default(0),
      /**
       * Calls of LookupEvents a second and region before it is throttled; 0 is without limit.
       * @default 2
       */
      lookupsPerSecond: z.int().min(0).default(2),
    })
    .prefault({}),
  mail: z
    .strictObject({
      /**
       * True when the links in AWS's mails were clicked: e-mail subscriptions are confirmed.
       * @default false
       */
      confirmed: z.boolean().default(false),
    })
    .prefault({}),
  /**
   * Users who signed in with a password of their own, and when last (ISO); the emulator has no console.
   * @default none
   */
  signIns: z.record(z.string(), z.iso.datetime()).default({}),
  /** Account-level instance metadata defaults, by region; regions left out have none set. */
  instanceMetadataDefaults: z.record(z.string(), metadataDefaults).default({}),
  /** Every region there is, and whether it is switched on. Calls to one that is not are refused. */
  regions: z
    .record(z.string(), z.enum(['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLED']))
    .default({ ...newAccountRegions }),
});
export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as a person writes it: everything may be left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
