/**
 * The emulator's main program, handed to `python -I -c`: a package of ours ships no Python file.
 *
 * It differs from moto's own `moto_server` in these ways:
 * - it ends as soon as its standard input closes, which is when our process is gone, however it went;
 * - it takes a free port itself and prints it, so nobody can take the port in between;
 * - a request may say what time it is (`x-rehearsal-time`, milliseconds), so that a replayed call gets the
 *   dates it had the first time;
 * - `MOTO_ACCOUNT_ID` names the default account only: left in the environment it would hide every other one,
 *   and a bucket that belongs to somebody else could not be rehearsed;
 * - a metric filter that is put again takes the place of the one before, and goes with its log group;
 * - an instance whose profile was replaced shows the new one;
 * - a launch template's version takes over what it does not name from its source, and can be deleted;
 * - a bucket policy that denies calls without TLS denies none: moto looks at no condition, and would deny them all;
 * - GetAccountAuthorizationDetails leaves out AWS-managed policies that nothing uses, as AWS does; moto sends all
 *   1,500 of them, 20 MB of XML for each look at the account;
 * - what is random at its start, or comes from the system (KMS key material), comes from the seeded source.
 */
export const emulatorProgram = `
import datetime, logging, os, sys, threading

def end_with_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)
threading.Thread(target=end_with_parent, daemon=True).start()

clock = threading.local()
from moto.moto_api._internal import mock_random
mock_random.seed(0)
import moto.core.utils as core_utils
real_utcnow = core_utils.utcnow
def utcnow():
    at = getattr(clock, 'at', None)
    if at is None:
        return real_utcnow()
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=at)
core_utils.utcnow = utcnow

import moto.core
import moto.core.models
account_id = os.environ.pop('MOTO_ACCOUNT_ID')
moto.core.DEFAULT_ACCOUNT_ID = moto.core.models.DEFAULT_ACCOUNT_ID = account_id
import moto.s3.models

class RequestTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        at = utcnow().replace(tzinfo=datetime.timezone.utc)
        return at.astimezone(tz) if tz else at.astimezone().replace(tzinfo=None)
class DatetimeModule:
    datetime = RequestTime
    def __getattr__(self, name):
        return getattr(datetime, name)
moto.s3.models.datetime = DatetimeModule()

import json
real_permission = moto.s3.models.FakeBucket.get_permission
def permission_with_tls(self, action, resource):
    if self.policy is None:
        return real_permission(self, action, resource)
    policy = json.loads(self.policy)
    def needs_tls(each):
        condition = each.get('Condition', {}).get('Bool', {})
        return each.get('Effect') == 'Deny' and str(condition.get('aws:SecureTransport')).lower() == 'false'
    policy['Statement'] = [each for each in policy.get('Statement', []) if not needs_tls(each)]
    whole = self.policy
    try:
        self.policy = json.dumps(policy).encode() if policy['Statement'] else None
        return real_permission(self, action, resource)
    finally:
        self.policy = whole
moto.s3.models.FakeBucket.get_permission = permission_with_tls

import moto.kms.utils as kms_utils
kms_utils.generate_data_key = lambda number_of_bytes: mock_random.getrandbits(8 * number_of_bytes).to_bytes(number_of_bytes, 'big')

from moto.logs.metric_filters import MetricFilters
from moto.logs.models import LogsBackend
add_filter, delete_log_group = MetricFilters.add_filter, LogsBackend.delete_log_group
def put_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations):
    self.delete_filter(filter_name, log_group_name)
    add_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations)
def drop_log_group(self, log_group_name):
    delete_log_group(self, log_group_name)
    kept = [each for each in self.filters.metric_filters if each['logGroupName'] != log_group_name]
    self.filters.metric_filters = kept
MetricFilters.add_filter, LogsBackend.delete_log_group = put_filter, drop_log_group

from moto.ec2.models.iam_instance_profile import IamInstanceProfileAssociationBackend
replace_profile = IamInstanceProfileAssociationBackend.replace_iam_instance_profile_association
def replace_and_show(self, *args, **kwargs):
    association = replace_profile(self, *args, **kwargs)
    shown = {'Arn': association.iam_instance_profile.arn, 'Id': association.association_id}
    self.modify_instance_attribute(association.instance_id, 'iam_instance_profile', shown)
    return association
IamInstanceProfileAssociationBackend.replace_iam_instance_profile_association = replace_and_show
from moto.core.responses import ActionResult
from moto.ec2.responses.launch_templates import LaunchTemplates
from moto.ec2.utils import parse_user_data
def template_of(self):
    found = self._get_param('LaunchTemplateId')
    if found:
        return self.ec2_backend.get_launch_template(found)
    return self.ec2_backend.get_launch_template_by_name(self._get_param('LaunchTemplateName'))
create_version = LaunchTemplates.create_launch_template_version
def create_from_source(self):
    template, source = template_of(self), self._get_param('SourceVersion')
    result = create_version(self)
    made = template.versions[-1]
    if 'UserData' in made.data:
        made.data['UserData'] = parse_user_data(made.data['UserData'])
    if source:
        made.data = {**template.get_version(source).data, **made.data}
        result.result['LaunchTemplateVersion']['LaunchTemplateData'] = made.data
    return result
def delete_versions(self):
    template, gone = template_of(self), []
    for number in self._get_param('Versions', []):
        # Versions keep their numbers: only the newest ones can be taken from the list.
        if int(number) == len(template.versions) and int(number) != template.default_version_number:
            template.versions.pop()
            gone.append({'LaunchTemplateId': template.id, 'LaunchTemplateName': template.name, 'VersionNumber': int(number)})
    return ActionResult({'SuccessfullyDeletedLaunchTemplateVersions': gone})
LaunchTemplates.create_launch_template_version = create_from_source
LaunchTemplates.delete_launch_template_versions = delete_versions

from moto.iam.models import IAMBackend
all_details = IAMBackend.get_account_authorization_details
def used_details(self, policy_filter):
    details = all_details(self, policy_filter)
    bounds = {role.permissions_boundary_arn for role in self.roles.values()}
    def is_used(policy):
        return not policy.arn.split(':')[4] == 'aws' or policy.attachment_count > 0 or policy.arn in bounds
    details['managed_policies'] = [policy for policy in details['managed_policies'] if is_used(policy)]
    return details
IAMBackend.get_account_authorization_details = used_details

from moto.server import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server
logging.getLogger('werkzeug').setLevel(logging.ERROR)

moto_app = DomainDispatcherApplication(create_backend_app)
def app(environ, start_response):
    at = environ.pop('HTTP_X_REHEARSAL_TIME', None)
    clock.at = int(at) if at else None
    return moto_app(environ, start_response)

server = make_server('127.0.0.1', int(sys.argv[1]), app, threaded=True, request_handler=MotoRequestHandler)
os.environ['MOTO_PORT'] = str(server.server_port)
print(server.server_port, flush=True)
server.serve_forever()
`;
