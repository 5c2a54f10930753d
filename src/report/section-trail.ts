import type { Report, ReportManualItem, ReportTrail } from '../model/report.ts';
import { type Block, badge, code, facts, heading, list, type Section, type Tone, text } from './block.ts';
import { sayTime } from './check-words.ts';

/** Where the record of every call lies, and how to read it. */
export function trailSection(trail: ReportTrail): Section {
  const on = (good: boolean, yes: string, no: string) =>
    badge(good ? 'good' : 'bad', good ? `✔ ${yes}` : `✖ ${no}`);
  const delivered = /^\d/.test(trail.lastDelivery);
  return {
    id: 'the-trail',
    title: 'The trail',
    blocks: [
      facts(
        ['Trail', [code(trail.name), ', all regions, management events']],
        ['Recording', [on(trail.logging, 'on', 'not seen to be on')]],
        ['Log file validation', [on(trail.validation, 'on', 'not seen to be on')]],
        [
          'Last delivery',
          [delivered ? sayTime(trail.lastDelivery) : badge('warn', `⚠ ${trail.lastDelivery}`)],
        ],
        ['Bucket', [code(trail.bucket), `, kept ${trail.retentionDays} days`]],
        [
          'Encryption',
          trail.key === undefined
            ? ['SSE-S3, a key of AWS']
            : ['own KMS key ', code(trail.key), ', rotated each year'],
        ],
        ['Costs', [`about ${trail.monthlyUsd.toFixed(2)} USD a month, bucket and key included: see Cost`]],
      ),
      heading('How to read it'),
      text(
        'The last 90 days: CloudTrail, Event history, in the console; no set-up and no cost. Older, or many events at once: Athena, about 5 USD per TB that a question reads.',
      ),
      { kind: 'code', label: 'Athena: make the table once, then ask', text: trail.athena },
    ],
  };
}

const stateTones: Readonly<Record<ReportManualItem['state'], Tone>> = {
  'verified by API': 'good',
  confirmed: 'plain',
  open: 'warn',
};
const stateSigns: Readonly<Record<ReportManualItem['state'], string>> = {
  'verified by API': '✔',
  confirmed: '•',
  open: '⚠',
};

/** What no program can do for you; open ones with their clicks. */
export function manualSection({ manual }: Report): Section {
  const items = manual.flatMap((item): readonly Block[] => [
    heading(item.title),
    text(badge(stateTones[item.state], `${stateSigns[item.state]} ${item.state}`), ` ${item.detail}`),
    ...(item.steps.length === 0
      ? []
      : [
          list(
            item.steps.map((step) => [step]),
            true,
          ),
        ]),
  ]);
  const intro =
    '«Verified by API» was read from the account for this report. «Confirmed» is somebody’s word. «Open» is neither.';
  return { id: 'manual-items', title: 'Manual items', blocks: [text(intro), ...items] };
}
