import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { StewardError } from '../model/errors.js';
import type { Project } from './settings.js';

const projectSchema = z.strictObject({
  ledger: z.string().optional(),
  ledgerId: z.string().optional(),
  policy: z.string().optional(),
  lang: z.enum(['zh-CN', 'en']).optional(),
});

/**
 * Reads the text of a steward.yaml.
 *
 * @throws StewardError `config-invalid`
 */
export function parseProject(text: string, path: string): Project {
  let tree: unknown;
  try {
    tree = parseYaml(text) ?? {};
  } catch (error) {
    throw new StewardError('config-invalid', {
      path,
      where: '(YAML)',
      detail: (error as Error).message.split('\n')[0] as string,
    });
  }
  const parsed = projectSchema.safeParse(tree);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StewardError('config-invalid', {
    path,
    where: issue?.path.join('.') || '(root)',
    detail: issue?.message ?? '',
  });
}
