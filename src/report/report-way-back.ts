import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** The role that AWS Organizations makes in an account it creates: a way in from outside. */
const organizationRole = 'OrganizationAccountAccessRole';

/** What somebody needs who has to get in when the administrators cannot. */
export function describeWayBack(plan: Plan, snapshot: Snapshot | undefined): Report['wayBack'] {
  const { groups, policies } = plan.parts.groups;
  const deny = policies['require-mfa'];
  const role = snapshot?.roles.find(({ name }) => name === organizationRole);
  return {
    ...(deny === undefined
      ? {}
      : {
          mfaDeny: {
            policy: deny.name,
            arn: deny.arn,
            groups: groups.filter(({ customer }) => customer.includes('require-mfa')).map(({ name }) => name),
          },
        }),
    ...(role === undefined ? {} : { organizationRole: role.arn }),
    ...(snapshot === undefined ? {} : { rootHasMfa: snapshot.root.hasMfa }),
  };
}
