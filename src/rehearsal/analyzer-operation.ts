/**
 * IAM Access Analyzer names its operations by method and path.
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Operations.html
 */
export function analyzerOperation(method: string, { pathname }: URL): string {
  const [first, second, ...rest] = pathname.split('/').filter((part) => part !== '');
  const kinds: Readonly<Record<string, string>> = {
    'PUT analyzer': second === undefined ? 'CreateAnalyzer' : 'UpdateAnalyzer',
    'GET analyzer': second === undefined ? 'ListAnalyzers' : 'GetAnalyzer',
    'DELETE analyzer': 'DeleteAnalyzer',
    'POST tags': 'TagResource',
    'DELETE tags': 'UntagResource',
    'GET tags': 'ListTagsForResource',
  };
  const known = first === 'tags' || rest.length === 0 ? kinds[`${method} ${first}`] : undefined;
  return known ?? `${method} ${pathname}`;
}
