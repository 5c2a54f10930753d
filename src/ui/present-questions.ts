import type { Question } from '../model/host.ts';

type ChoiceQuestion = Extract<Question, { readonly kind: 'choice' }>;

/** A group of the template that the account has in another spelling. */
export function askSpelling(wanted: string, live: string): ChoiceQuestion {
  return {
    kind: 'choice',
    key: `spelling:${wanted}`,
    message: `The account has a group ${live}, the template says ${wanted}. Take ${live} over?`,
    why: 'For IAM the two are one name. Taken over, its members and what hangs on it stay; the rights of the file come on top.',
    default: 'adopt',
    choices: [
      { value: 'adopt', label: `Yes, the file says ${live} from now on` },
      { value: 'later', label: 'Decide later', hint: 'apply refuses until one of the two has another name' },
    ],
  };
}

/** A trail that is there already. */
export function askTrail(name: string, bucket: string, adoptable: boolean): ChoiceQuestion {
  return {
    kind: 'choice',
    key: 'present-trail',
    message: `The trail ${name} records every region into ${bucket}. What about it?`,
    why: 'The first copy of management events is free, a second one costs 2.00 USD per 100,000 events.',
    fileKey: 'trail',
    default: adoptable ? 'adopt' : 'leave',
    choices: [
      ...(adoptable
        ? [
            {
              value: 'adopt',
              label: 'Take it over',
              hint: 'its bucket is encrypted, closed and kept; log files and foreign statements stay',
            },
          ]
        : []),
      { value: 'leave', label: 'Leave it to its owner', hint: 'no trail of this file' },
      { value: 'second', label: 'Make one of our own beside it', hint: 'paid by the event' },
    ],
  };
}
