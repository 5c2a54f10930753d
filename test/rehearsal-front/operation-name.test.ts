import { describe, expect, it } from 'vitest';
import { nameOperation } from '../../src/rehearsal/operation-name.ts';
import { isObjectOperation } from '../../src/rehearsal/s3-operation.ts';

const auth = (service: string, region = 'eu-west-1') =>
  `AWS4-HMAC-SHA256 Credential=AKIAQQQQQQQQQQQQQQQQ/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const form = 'application/x-www-form-urlencoded; charset=utf-8';

function name(method: string, path: string, service: string, headers: readonly string[] = [], body = '') {
  return nameOperation({
    method,
    path,
    rawHeaders: ['Authorization', auth(service), ...headers],
    body: Buffer.from(body),
  });
}

describe('nameOperation', () => {
  it('reads the query protocol and puts IAM and STS into us-east-1', () => {
    const operation = name('POST', '/', 'iam', ['content-type', form], 'Action=CreateUser&UserName=ada');
    expect(operation).toEqual({
      service: 'iam',
      action: 'CreateUser',
      region: 'us-east-1',
      protocol: 'query',
      mutating: true,
      accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ',
    });
    expect(name('POST', '/', 'sts', ['content-type', form], 'Action=AssumeRole')).toMatchObject({
      region: 'us-east-1',
      mutating: false,
    });
  });

  it('reads ec2 and keeps its region', () => {
    const operation = name('POST', '/', 'ec2', ['content-type', form], 'Action=DescribeVpcs');
    expect(operation).toMatchObject({
      service: 'ec2',
      protocol: 'ec2',
      region: 'eu-west-1',
      mutating: false,
    });
  });

  it('reads JSON targets, with and without a dotted namespace', () => {
    const dotted = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents';
    expect(name('POST', '/', 'cloudtrail', ['X-Amz-Target', dotted])).toMatchObject({
      service: 'cloudtrail',
      action: 'LookupEvents',
      mutating: false,
    });
    expect(name('POST', '/', 'kms', ['X-Amz-Target', 'TrentService.CreateKey'])).toMatchObject({
      service: 'kms',
      action: 'CreateKey',
      protocol: 'json',
      mutating: true,
    });
    expect(name('POST', '/', 'kms', ['X-Amz-Target', 'TrentService.Decrypt']).mutating).toBe(false);
  });

  it('reads smithy-rpc-v2-cbor paths', () => {
    const operation = name(
      'POST',
      '/service/GraniteServiceVersion20100801/operation/PutMetricAlarm',
      'monitoring',
      ['smithy-protocol', 'rpc-v2-cbor'],
    );
    expect(operation).toMatchObject({
      service: 'cloudwatch',
      action: 'PutMetricAlarm',
      protocol: 'cbor',
      mutating: true,
    });
  });

  it('reads single-segment REST-JSON paths as operations', () => {
    expect(name('POST', '/putAlternateContact', 'account')).toMatchObject({
      service: 'account',
      action: 'PutAlternateContact',
      mutating: true,
    });
    expect(name('GET', '/applications/x', 'appconfig')).toMatchObject({
      action: 'GET /applications/x',
      mutating: false,
    });
  });

  it('reads S3 Control', () => {
    expect(name('PUT', '/v20180820/configuration/publicAccessBlock', 's3')).toMatchObject({
      service: 's3control',
      action: 'PutPublicAccessBlock',
      mutating: true,
    });
  });

  it('finds the scope of a presigned URL and of SigV4A', () => {
    const presigned = nameOperation({
      method: 'GET',
      path: '/b/k?X-Amz-Credential=AKIAX%2F20260101%2Feu-north-1%2Fs3%2Faws4_request',
      rawHeaders: [],
      body: Buffer.alloc(0),
    });
    expect(presigned).toMatchObject({
      service: 's3',
      action: 'GetObject',
      region: 'eu-north-1',
      accessKeyId: 'AKIAX',
    });
    const v4a = nameOperation({
      method: 'GET',
      path: '/b',
      rawHeaders: [
        'authorization',
        'AWS4-ECDSA-P256-SHA256 Credential=AKIAX/20260101/s3/aws4_request, x',
        'x-amz-region-set',
        'eu-south-1',
      ],
      body: Buffer.alloc(0),
    });
    expect(v4a).toMatchObject({ service: 's3', region: 'eu-south-1' });
  });

  it.each([
    ['GET', '/', 'ListBuckets', false],
    ['PUT', '/b', 'CreateBucket', true],
    ['HEAD', '/b', 'HeadBucket', false],
    ['DELETE', '/b', 'DeleteBucket', true],
    ['GET', '/b?policy', 'GetBucketPolicy', false],
    ['PUT', '/b?policy', 'PutBucketPolicy', true],
    ['PUT', '/b/?publicAccessBlock', 'PutPublicAccessBlock', true],
    ['DELETE', '/b?lifecycle', 'DeleteBucketLifecycle', true],
    ['GET', '/b?list-type=2&prefix=x', 'ListObjectsV2', false],
    ['GET', '/b?versions', 'ListObjectVersions', false],
    ['POST', '/b?delete', 'DeleteObjects', true],
    ['PUT', '/b/a/k%20x', 'PutObject', true],
    ['GET', '/b/a', 'GetObject', false],
    ['PUT', '/b/a?partNumber=1&uploadId=u', 'UploadPart', true],
    ['POST', '/b/a?uploads', 'CreateMultipartUpload', true],
    ['GET', '/b/a?tagging', 'GetObjectTagging', false],
  ])('reads S3 %s %s as %s', (method, path, action, mutating) => {
    expect(name(method, path, 's3')).toMatchObject({ service: 's3', action, mutating });
  });

  it.each([
    ['PUT', '/analyzer', 'CreateAnalyzer', true],
    ['GET', '/analyzer?type=ACCOUNT', 'ListAnalyzers', false],
    ['GET', '/analyzer/x', 'GetAnalyzer', false],
    ['PUT', '/analyzer/x', 'UpdateAnalyzer', true],
    ['DELETE', '/analyzer/x?clientToken=1', 'DeleteAnalyzer', true],
    ['POST', '/tags/arn%3Aaws%3Aaccess-analyzer%3Aeu-west-1%3A1%3Aanalyzer%2Fx', 'TagResource', true],
    ['DELETE', '/tags/arn%3Aaws%3Aa%3A%3A%3Aanalyzer/x?tagKeys=a', 'UntagResource', true],
    ['GET', '/tags/arn%3Aaws%3Aa%3A%3A%3Aanalyzer%2Fx', 'ListTagsForResource', false],
    ['GET', '/analyzer/x/archive-rule', 'GET /analyzer/x/archive-rule', false],
  ])('reads Access Analyzer %s %s as %s', (method, path, action, mutating) => {
    expect(name(method, path, 'access-analyzer')).toMatchObject({ action, mutating });
  });

  it('tells object calls from bucket calls', () => {
    const objects = [
      'PutObject',
      'ListObjectsV2',
      'ListObjectVersions',
      'UploadPart',
      'DeleteObjects',
      'GetObjectTagging',
    ];
    expect(objects.filter((action) => !isObjectOperation(action))).toEqual([]);
    const buckets = [
      'CreateBucket',
      'PutBucketPolicy',
      'ListBuckets',
      'HeadBucket',
      'PutObjectLockConfiguration',
    ];
    expect(buckets.filter(isObjectOperation)).toEqual([]);
  });
});
