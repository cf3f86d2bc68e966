import * as z from 'zod';
import type { Model } from '../../match/model.js';
import { type Lang, say } from '../../model/text.js';

/** A model in JSON: m, u and bits of every level. */
export const modelJson = z.object({
  lambda: z.number(),
  columns: z.array(
    z.object({
      column: z.string(),
      learned: z.boolean(),
      levels: z.array(z.object({ level: z.int(), name: z.string(), m: z.number(), u: z.number(), bits: z.number() })),
    }),
  ),
});

const round = (x: number, digits: number): number => Math.round(x * 10 ** digits) / 10 ** digits;

/** A model as it is shown. */
export function modelOf(model: Pick<Model, 'columns' | 'lambda'>, lang: Lang) {
  return {
    lambda: model.lambda,
    columns: model.columns.map(({ kind, learned, m, name, u, weights }) => ({
      column: name,
      learned,
      levels: kind.levels.flatMap((level, l) =>
        level === null
          ? []
          : [
              {
                level: l,
                name: say(level.name, lang),
                m: round(m[l]!, 6),
                u: round(u[l]!, 9),
                bits: round(weights[l]!, 3),
              },
            ],
      ),
    })),
  };
}
