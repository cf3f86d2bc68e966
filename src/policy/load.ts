import { parseDocument, stringify } from 'yaml';
import type * as z from 'zod';
import { StewardError } from '../model/errors.js';
import { type Policy, policySchema } from '../model/policy.js';
import { defaultPolicy } from './default.js';

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The base with the overlay's members put over it: objects member by member, everything else whole. */
function overlay(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__') continue;
    merged[key] = Object.hasOwn(base, key) ? overlay(base[key], value) : value;
  }
  return merged;
}

const where = (issue: z.core.$ZodIssue): string => issue.path.map(String).join('.') || '(root)';

/**
 * Reads a policy file's text. With `extends: handbooks` it is laid over the default policy, member by member; without it, the file
 * must be whole. Throws `policy-syntax` with the line, or `policy-invalid` with the place.
 */
export function parsePolicy(text: string, path: string): Policy {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  const fault = document.errors[0];
  if (fault) {
    const line = text.slice(0, fault.pos[0]).split('\n').length;
    throw new StewardError('policy-syntax', { path, line, detail: fault.message });
  }
  const tree: unknown = document.toJS() ?? {};
  if (!isTree(tree))
    throw new StewardError('policy-invalid', { path, where: '(root)', detail: 'a mapping is expected' });
  const { extends: base, ...own } = tree;
  if (base !== undefined && base !== 'handbooks') {
    throw new StewardError('policy-invalid', { path, where: 'extends', detail: 'only "handbooks" can be extended' });
  }
  const parsed = policySchema.safeParse(base === undefined ? own : overlay(defaultPolicy, own));
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    throw new StewardError('policy-invalid', { path, where: where(issue), detail: issue.message });
  }
  return parsed.data;
}

/** The whole effective policy as YAML. */
export const showPolicy = (policy: Policy): string => stringify(policy, { lineWidth: 0, flowCollectionPadding: false });
