import * as z from 'zod';
import { accountFileJsonSchema } from '../../config/json-schema.ts';
import { generatedPage, markdownTable } from './table.ts';

interface Shape {
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly additionalProperties?: Shape | boolean | undefined;
  readonly items?: Shape | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly $ref?: string | undefined;
}
const shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), shape).optional(),
    additionalProperties: z.union([z.boolean(), shape]).optional(),
    items: shape.optional(),
    anyOf: z.array(shape).optional(),
    $ref: z.string().optional(),
  }),
);

/** The page of the file's keys, from the JSON Schema that editors use. */
export function filePage(): string {
  const top = shape.parse(accountFileJsonSchema());
  const parts = Object.entries(top.properties ?? {}).map(([key, part]) => {
    const rows = rowsOf(part, key);
    const head = `## ${key}\n\n${part.description ?? ''}${rows.length === 0 ? ` (${kindOf(part)})` : ''}`;
    const table = markdownTable(
      ['key', 'what', 'value'],
      rows.map(([path, row]) => [`\`${path}\``, row.description ?? '', kindOf(row)]),
    );
    return rows.length === 0 ? head : `${head}\n\n${table}`;
  });
  return generatedPage(
    'The account file',
    'Keys of `bootstrap-account.yaml` and of templates. `<name>` stands for a name of your own, `[]` for each of a list. Lists of named things merge with those of the template by name; `null` removes.',
    parts,
  );
}

function rowsOf(part: Shape, path: string): readonly (readonly [string, Shape])[] {
  const below = [
    ...Object.entries(part.properties ?? {}).map(([key, child]) => [`${path}.${key}`, child] as const),
    ...(typeof part.additionalProperties === 'object'
      ? [[`${path}.<name>`, part.additionalProperties] as const]
      : []),
    ...(part.items === undefined ? [] : [[`${path}[]`, part.items] as const]),
  ];
  const own = below.flatMap(([childPath, child]) => [
    ...(child.description === undefined ? [] : [[childPath, child] as const]),
    ...rowsOf(child, childPath),
  ]);
  return [...own, ...(part.anyOf ?? []).flatMap((each) => rowsOf(each, path))];
}

function kindOf(part: Shape): string {
  const { enum: values, anyOf, minimum, maximum } = part;
  if (part.const !== undefined) return `\`${JSON.stringify(part.const)}\``;
  if (values !== undefined) return values.map((each) => `\`${JSON.stringify(each)}\``).join(' or ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(kindOf))].join(' or ');
  const range =
    minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? '…'} to ${maximum ?? '…'}`;
  return `${part.type ?? 'value'}${range}`;
}
