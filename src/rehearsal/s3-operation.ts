import { headerOf, type WireRequest } from './wire.ts';

/** Bucket-level sub-resources and the noun their operations carry. */
const bucketNouns: Readonly<Record<string, string>> = {
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  ownershipControls: 'BucketOwnershipControls',
  encryption: 'BucketEncryption',
  versioning: 'BucketVersioning',
  lifecycle: 'BucketLifecycleConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  tagging: 'BucketTagging',
  acl: 'BucketAcl',
  logging: 'BucketLogging',
  location: 'BucketLocation',
  cors: 'BucketCors',
  website: 'BucketWebsite',
  notification: 'BucketNotificationConfiguration',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  accelerate: 'BucketAccelerateConfiguration',
  inventory: 'BucketInventoryConfiguration',
  metrics: 'BucketMetricsConfiguration',
  analytics: 'BucketAnalyticsConfiguration',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
};
/** «Delete» operations that drop a word. */
const deleteNames: Readonly<Record<string, string>> = { lifecycle: 'DeleteBucketLifecycle' };
const objectNouns: Readonly<Record<string, string>> = {
  acl: 'ObjectAcl',
  tagging: 'ObjectTagging',
  retention: 'ObjectRetention',
  'legal-hold': 'ObjectLegalHold',
  attributes: 'ObjectAttributes',
  torrent: 'ObjectTorrent',
};
const verbs: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };

/** Bucket and key of a path-style S3 request. */
export function s3Place(url: URL): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...key] = url.pathname.split('/');
  return { bucket: decodeURIComponent(bucket), key: key.join('/') };
}

/** Operation of a path-style S3 request, by method and sub-resource. */
export function s3Operation(request: WireRequest, url: URL): string {
  const { bucket, key } = s3Place(url);
  if (bucket === '') return request.method === 'GET' ? 'ListBuckets' : 'Unknown';
  return key === '' ? bucketOperation(request.method, url) : objectOperation(request, url);
}

function bucketOperation(method: string, url: URL): string {
  const query = url.searchParams;
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  for (const [name, noun] of Object.entries(bucketNouns)) {
    if (!query.has(name)) continue;
    const verb = verbs[method];
    if (verb === undefined) return 'Unknown';
    return method === 'DELETE' ? (deleteNames[name] ?? `Delete${noun}`) : `${verb}${noun}`;
  }
  if (method === 'GET') return bucketListing(query);
  return { HEAD: 'HeadBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method] ?? 'Unknown';
}

function bucketListing(query: URLSearchParams): string {
  if (query.has('versions')) return 'ListObjectVersions';
  if (query.has('uploads')) return 'ListMultipartUploads';
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

function objectOperation(request: WireRequest, url: URL): string {
  const { method } = request;
  const query = url.searchParams;
  for (const [name, noun] of Object.entries(objectNouns)) {
    if (query.has(name)) return `${verbs[method] ?? 'Get'}${noun}`;
  }
  const copy = headerOf(request, 'x-amz-copy-source') !== undefined;
  if (query.has('uploadId')) {
    const put = copy ? 'UploadPartCopy' : 'UploadPart';
    return (
      { GET: 'ListParts', PUT: put, POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[
        method
      ] ?? 'Unknown'
    );
  }
  if (method === 'POST') {
    if (query.has('uploads')) return 'CreateMultipartUpload';
    return query.has('restore') ? 'RestoreObject' : 'SelectObjectContent';
  }
  if (method === 'PUT') return copy ? 'CopyObject' : 'PutObject';
  return (
    { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject', OPTIONS: 'OptionsObject' }[method] ??
    'Unknown'
  );
}

/** Bucket-level S3 operations are management events; these are the others, which an event history leaves out. */
export function isObjectOperation(action: string): boolean {
  return (
    /(Object|Objects|ObjectsV2|ObjectVersions|Part|PartCopy|Parts|MultipartUpload|MultipartUploads|ObjectContent)$/.test(
      action,
    ) || /Object(Acl|Tagging|Retention|LegalHold|Attributes|Torrent)$/.test(action)
  );
}

/** Operation of an S3 Control request, whose paths begin with `/v20180820/`. */
export function s3ControlOperation(method: string, url: URL): string {
  const rest = url.pathname.slice('/v20180820/'.length);
  if (rest === 'configuration/publicAccessBlock') return `${verbs[method] ?? 'Unknown'}PublicAccessBlock`;
  if (rest.startsWith('tags/')) {
    return { GET: 'ListTagsForResource', POST: 'TagResource', DELETE: 'UntagResource' }[method] ?? 'Unknown';
  }
  return `${method} ${url.pathname}`;
}
