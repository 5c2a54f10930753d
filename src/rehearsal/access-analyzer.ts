import { errorReply } from './error-reply.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** One analyzer, as CreateAnalyzer made it. */
export interface AnalyzerMemory {
  readonly name: string;
  readonly type: string;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}
/** Region to name to analyzer. */
export type AnalyzerBook = Map<string, Map<string, AnalyzerMemory>>;

/** What the emulator lacks altogether; undefined for an operation that is not known here either. */
export function answerAnalyzer(
  operation: Operation,
  request: WireRequest,
  book: AnalyzerBook,
  accountId: string,
): WireReply | undefined {
  const here = book.get(operation.region) ?? new Map<string, AnalyzerMemory>();
  const url = new URL(request.path, 'http://localhost');
  const arn = (name: string) => `arn:aws:access-analyzer:${operation.region}:${accountId}:analyzer/${name}`;
  const found = here.get(nameIn(url));
  switch (operation.action) {
    case 'CreateAnalyzer': {
      const wanted = wishOf(request);
      return refuseSecond(operation, here, wanted) ?? json({ arn: arn(wanted.name) });
    }
    case 'ListAnalyzers': {
      const type = url.searchParams.get('type');
      const all = [...here.values()].filter((each) => type === null || each.type === type);
      return json({ analyzers: all.map((each) => summaryOf(each, arn(each.name))) });
    }
    case 'GetAnalyzer':
      return found === undefined
        ? absent(operation, nameIn(url))
        : json({ analyzer: summaryOf(found, arn(found.name)) });
    case 'ListTagsForResource':
      return found === undefined ? absent(operation, nameIn(url)) : json({ tags: found.tags });
    case 'DeleteAnalyzer':
    case 'TagResource':
    case 'UntagResource':
      return found === undefined ? absent(operation, nameIn(url)) : json({});
    default:
      return undefined;
  }
}

/** Takes in what a successful call changed. */
export function rememberAnalyzer(
  book: AnalyzerBook,
  {
    operation,
    request,
    at,
  }: { readonly operation: Operation; readonly request: WireRequest; readonly at: number },
): void {
  const here = book.get(operation.region) ?? new Map<string, AnalyzerMemory>();
  book.set(operation.region, here);
  const url = new URL(request.path, 'http://localhost');
  const found = here.get(nameIn(url));
  switch (operation.action) {
    case 'CreateAnalyzer': {
      const wanted = wishOf(request);
      here.set(wanted.name, { ...wanted, createdAt: at });
      return;
    }
    case 'DeleteAnalyzer':
      here.delete(nameIn(url));
      return;
    case 'TagResource':
      if (found !== undefined)
        here.set(found.name, { ...found, tags: { ...found.tags, ...tagsOf(bodyOf(request)) } });
      return;
    case 'UntagResource': {
      const gone = url.searchParams.getAll('tagKeys');
      if (found !== undefined) {
        const left = Object.entries(found.tags).filter(([key]) => !gone.includes(key));
        here.set(found.name, { ...found, tags: Object.fromEntries(left) });
      }
    }
  }
}

/** A path names an analyzer by its name, or by its ARN behind /tags/. */
function nameIn(url: URL): string {
  const last = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  return last.split(':analyzer/').at(-1) ?? '';
}

function bodyOf(request: WireRequest): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(request.body.toString() || '{}');
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

function wishOf(request: WireRequest): Omit<AnalyzerMemory, 'createdAt'> {
  const body = bodyOf(request);
  return { name: String(body.analyzerName ?? ''), type: String(body.type ?? ''), tags: tagsOf(body) };
}

function tagsOf({ tags }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return typeof tags === 'object' && tags !== null ? (tags as Record<string, string>) : {};
}

/** One analyzer of a name, and one for external access, in an account and region. */
function refuseSecond(
  operation: Operation,
  here: ReadonlyMap<string, AnalyzerMemory>,
  wanted: Omit<AnalyzerMemory, 'createdAt'>,
): WireReply | undefined {
  if (here.has(wanted.name)) {
    const message = `An analyzer named ${wanted.name} is there already.`;
    return errorReply(operation, { status: 409, code: 'ConflictException', message });
  }
  if (![...here.values()].some((each) => each.type === wanted.type)) return undefined;
  const message = `The quota of analyzers of type ${wanted.type} is used up in this region.`;
  return errorReply(operation, { status: 402, code: 'ServiceQuotaExceededException', message });
}

function summaryOf(analyzer: AnalyzerMemory, arn: string): Readonly<Record<string, unknown>> {
  const { name, type, tags, createdAt } = analyzer;
  return { arn, name, type, tags, status: 'ACTIVE', createdAt: new Date(createdAt).toISOString() };
}

function absent(operation: Operation, name: string): WireReply {
  const message = `There is no analyzer ${name}.`;
  return errorReply(operation, { status: 404, code: 'ResourceNotFoundException', message });
}

function json(body: unknown): WireReply {
  return {
    status: 200,
    rawHeaders: ['Content-Type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}
