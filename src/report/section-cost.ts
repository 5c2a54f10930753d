import type { Report } from '../model/report.ts';
import { code, day, type Line, type Section, table, text } from './block.ts';
import { prices } from './prices.ts';

/** What could be had for money, was not bought, and is paid by use. */
const notBought: readonly (readonly [service: string, what: string])[] = [
  ['AWS Config', 'records every change of every resource; paid by item and by rule'],
  ['GuardDuty', 'looks for attacks in the logs; paid by what it reads'],
  ['Security Hub', 'gathers findings of all services; paid by check'],
  ['CloudTrail data events', 'also records calls on objects and functions; paid by event'],
  ['VPC flow logs', 'record network traffic; paid by GB'],
  ['IAM Access Analyzer for unused access', 'looks for rights that nobody uses; paid by role and user'],
  ['A support plan', 'answers from AWS beyond bills; paid by month'],
];

/** What it costs a month, by which prices, and what was not bought. */
export function costSection({ costs, costsDated }: Report): Section {
  const sum = costs.reduce((total, cost) => total + cost.monthlyUsd, 0);
  const rows = [
    ...costs.map((cost): readonly Line[] => [[cost.item], [cost.monthlyUsd.toFixed(2)], [cost.note]]),
    [
      [{ kind: 'strong', text: 'Together, about' }],
      [{ kind: 'strong', text: sum.toFixed(2) }],
      [''],
    ] as const,
  ];
  return {
    id: 'cost',
    title: 'Cost',
    blocks: [
      text(`Estimates from list prices in USD, without tax, table of ${costsDated}.`),
      { kind: 'table', caption: 'A month, in USD', head: ['Item', 'USD', 'Note'], rows },
      table(
        'Not bought: decide on each by itself',
        ['Service', 'What it does'],
        notBought.map(([service, what]): readonly Line[] => [[service], [what]]),
        'None.',
      ),
      table(
        'The price table',
        ['Unit', 'USD', 'Holds for', 'Read', 'From'],
        Object.values(prices).map((price): readonly Line[] => [
          [`${price.item}: ${price.unit}`],
          [String(price.usd)],
          [price.regions],
          [day(price.read)],
          [code(price.source)],
        ]),
        'None.',
      ),
    ],
  };
}
